import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { TYPESCRIPT } from '../../../harness/support/typescript.js';
import { OperatorError } from '../../terminal/operator-error.js';

export interface LocalStackOptions {
  projectId: string;
  /** Distinguishes this stack's topics from others'. */
  name: string;
  ingestInstances: number;
  /** 0: only the intake; accepted logs stay in the topic. */
  workers: number;
  /** Loops that pull messages and push them to the workers; 0: the emulator's own push. */
  pushers: number;
}

/** What the stack's process reports once all of it answers. */
export interface LocalStackReady {
  ingestUrls: string[];
  firestoreHost: string;
}

export interface LocalStack extends LocalStackReady {
  stop(): Promise<void>;
}

/** The message of the stack's process: one of the two. */
export interface StackMessage {
  ready?: LocalStackReady;
  /** Why it did not start, for a person. */
  failure?: string;
}

/**
 * Starts the gateway on this machine as production runs it, in a process of its own: its router
 * and pipes must not delay the sender. It leads a process group, so that Ctrl-C ends the sending
 * and not what is measured; it ends when this process does, for whatever reason.
 */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const file = fileURLToPath(new URL('./stack-process.ts', import.meta.url));
  const child = fork(file, [JSON.stringify(options)], {
    detached: true,
    execArgv: ['--import', TYPESCRIPT],
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  const ended = once(child, 'exit');
  const [message] = (await Promise.race([
    once(child, 'message'),
    ended.then(() => [{ failure: 'The local stack ended at its start: see above.' }]),
  ])) as [StackMessage];
  if (message.ready === undefined) {
    await ended;
    throw new OperatorError(message.failure ?? 'The local stack did not start.');
  }
  return {
    ...message.ready,
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
