import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import pWaitFor from 'p-wait-for';

import { OperatorError } from '../terminal/operator-error.js';

/** A program started here, with everything that it starts. */
export interface Program {
  pid: number;
  isRunning(): boolean;
  /** The last lines that it wrote. */
  lastLines(): string;
  /** Sends SIGINT, and SIGKILL to whatever is left after a while. Resolves when all of it is gone. */
  stop(): Promise<void>;
}

export interface ProgramOptions {
  env?: Record<string, string>;
  cwd?: string;
  onLine?: ((line: string) => void) | undefined;
  /** How long `stop` waits before it sends SIGKILL. */
  graceMs?: number;
}

const GRACE_MS = 10_000;
const KEPT_LINES = 30;

const programs = new Set<{ child: ChildProcess; stop: () => Promise<void> }>();

/** Starts a program at the head of its own process group, so that none of its children is missed. */
export function startProgram(
  command: string,
  args: string[],
  { env, cwd, onLine, graceMs = GRACE_MS }: ProgramOptions = {},
): Program {
  handleSignals();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kept: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      kept.push(...lines);
      kept.splice(0, kept.length - KEPT_LINES);
      for (const line of lines) onLine?.(line);
    });
  }
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  const isRunning = () =>
    failure === undefined && child.exitCode === null && child.signalCode === null;

  const end = async () => {
    if (isRunning()) {
      const ended = once(child, 'exit');
      // Only to the group's head, which ends its children in its own order.
      child.kill('SIGINT');
      const timer = setTimeout(() => killGroup(child), graceMs);
      await ended;
      clearTimeout(timer);
    }
    killGroup(child);
    programs.delete(entry);
  };
  // Only once, whoever asks: a second signal must wait for what the first began.
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= end());
  const entry = { child, stop };
  programs.add(entry);
  return {
    pid: child.pid ?? 0,
    isRunning,
    lastLines: () => [...kept, ...(failure ? [failure.message] : [])].join('\n'),
    stop,
  };
}

/** Stops all that is running, newest first. */
export async function stopAll(): Promise<void> {
  for (const { stop } of [...programs].toReversed()) await stop();
}

/** Polls until the answer is true. Throws if the program ends first, or after `ms`. */
export async function waitUntil(
  what: string,
  program: Program,
  ask: () => Promise<boolean>,
  ms = 180_000,
): Promise<void> {
  const fault = (why: string) =>
    new OperatorError(`${what} ${why}; its last words:\n${program.lastLines()}`);
  const deadline = Date.now() + ms;
  // Its own timeout would add a listener to one signal with every poll.
  const isThere = async () => {
    if (await ask().catch(() => false)) return true;
    if (!program.isRunning()) throw fault('ended at its start');
    if (Date.now() > deadline) throw fault(`did not start within ${ms / 1000} s`);
    return false;
  };
  await pWaitFor(isThere, { interval: 100 });
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group is gone.
  }
}

let handled = false;

/** Whatever ends this process, nothing that it started survives. */
function handleSignals(): void {
  if (handled) return;
  handled = true;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    process.on(signal, () => {
      void stopAll().finally(() => process.exit(code));
    });
  }
  process.on('exit', () => {
    for (const { child } of programs) killGroup(child);
  });
}
