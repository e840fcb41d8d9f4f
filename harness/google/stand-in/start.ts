import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { TYPESCRIPT } from '../../support/typescript.js';
import type { Documents } from './answers.js';
import type { StandInHosts } from './serve.js';

const FILE = fileURLToPath(new URL('./process.ts', import.meta.url));

/** Replaces Pub/Sub and Firestore, in a process of its own. */
export interface StandIn extends StandInHosts {
  pid: number;
  stop(): Promise<void>;
}

/**
 * Starts services that accept all, keep nothing and cost next to nothing: measured against them,
 * the cost is that of the function itself. `documents` exist from the start.
 */
export async function startStandIn(documents: Documents = {}): Promise<StandIn> {
  const child = fork(FILE, [JSON.stringify(documents)], { execArgv: ['--import', TYPESCRIPT] });
  const ended = once(child, 'exit');
  const [hosts] = (await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error('the stand-in for Google ended at its start');
    }),
  ])) as [StandInHosts];
  return {
    ...hosts,
    pid: child.pid ?? 0,
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
