import { setTimeout as sleep } from 'node:timers/promises';

import type { FaultStack } from '../stack/fault-stack.js';
import type { Random } from '../support/random.js';

export const FAULTS = {
  killWorker: 'worker killed (SIGKILL)',
  stopWorker: 'worker stopped (SIGTERM)',
  freezeWorker: 'worker frozen (SIGSTOP) past the ack deadline',
  cutFirestore: 'workers cut off from Firestore',
  cutDeadLetters: 'workers cut off from the dead-letter topic',
  cutIngest: 'ingest cut off from Pub/Sub',
  killIngest: 'ingest killed (SIGKILL) and started again',
} as const;

export type Fault = keyof typeof FAULTS;

export interface PlannedFault {
  fault: Fault;
  /** Milliseconds from the start. */
  at: number;
  /** For how long, or until a new instance is up. */
  ms: number;
}

/**
 * The faults of a run of `duration` ms. Kills happen throughout; the others once per run, apart
 * from one another, so that a message that is not poison does not meet five of them.
 */
export function planFaults(
  random: Random,
  duration: number,
  ackDeadlineSeconds: number,
): PlannedFault[] {
  const faults: PlannedFault[] = [];
  for (let at = 2_000; at < duration; at += random.int(2_000, 5_000)) {
    const fault = random.chance(80) ? 'killWorker' : 'stopWorker';
    faults.push({ fault, at, ms: random.int(200, 1_000) });
  }
  const once = (fault: Fault, part: number, ms: number) =>
    faults.push({ fault, at: duration * part + random.int(0, 1_000), ms });
  once('cutFirestore', 0.15, 3_000);
  once('freezeWorker', 0.3, (ackDeadlineSeconds + 3) * 1000);
  once('cutIngest', 0.45, 3_000);
  once('killIngest', 0.55, 0);
  once('cutFirestore', 0.65, 2_000);
  // Last and long: some messages reach their fifth failure, which takes up to 17 s.
  once('cutDeadLetters', 0.75, 18_000 + duration * 0.1);
  return faults.toSorted((a, b) => a.at - b.at);
}

/** Injects the faults on schedule; resolves when the last is over. */
export async function injectFaults(
  stack: FaultStack,
  faults: PlannedFault[],
  random: Random,
  onFault: (fault: Fault) => void,
): Promise<void> {
  const start = Date.now();
  /** Workers currently under a fault. */
  const held = new Set<number>();

  const withWorker = async (act: (index: number) => Promise<void>) => {
    const free = stack.workers.map((_, index) => index).filter((index) => !held.has(index));
    const [first, ...others] = free;
    if (first === undefined) return;
    const index = random.pick([first, ...others]);
    held.add(index);
    try {
      await act(index);
    } finally {
      held.delete(index);
    }
  };

  const endWorker = (signal: 'SIGKILL' | 'SIGTERM', ms: number) =>
    withWorker(async (index) => {
      await stack.workers[index]?.signal(signal);
      await sleep(ms);
      await stack.replaceWorker(index);
    });

  const cut = async (link: { cut(): void; restore(): void }, ms: number) => {
    link.cut();
    await sleep(ms);
    link.restore();
  };

  const inject: Record<Fault, (ms: number) => Promise<void>> = {
    killWorker: (ms) => endWorker('SIGKILL', ms),
    stopWorker: (ms) => endWorker('SIGTERM', ms),
    freezeWorker: (ms) =>
      withWorker(async (index) => {
        await stack.workers[index]?.signal('SIGSTOP');
        await sleep(ms);
        await stack.workers[index]?.signal('SIGCONT');
      }),
    cutFirestore: (ms) => cut(stack.workersToFirestore, ms),
    cutDeadLetters: (ms) => cut(stack.workersToPubsub, ms),
    cutIngest: (ms) => cut(stack.ingestToPubsub, ms),
    killIngest: async () => {
      await stack.ingest.signal('SIGKILL');
      await stack.replaceIngest();
    },
  };

  await Promise.all(
    faults.map(async ({ fault, at, ms }) => {
      await sleep(Math.max(0, start + at - Date.now()));
      onFault(fault);
      await inject[fault](ms);
    }),
  );
}
