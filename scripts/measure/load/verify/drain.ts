import { setTimeout as sleep } from 'node:timers/promises';

import type { RunDocuments } from './run-documents.js';

export interface Drained {
  outcome: 'drained' | 'timed_out' | 'interrupted';
  stored: number;
  dead: number;
  seconds: number;
}

export interface DrainOptions {
  documents: Pick<RunDocuments, 'countStored' | 'countDead'>;
  /** Logs that were answered 202. */
  accepted: number;
  timeoutMs: number;
  signal: AbortSignal;
  onCount: (stored: number) => void;
}

/** Minimum pause between counts, longer if counting is slow: it must not slow the worker. */
const PAUSE_MS = 500;
const PAUSE_FACTOR = 4;

/** Waits until every accepted log is stored or dead. */
export async function drain(options: DrainOptions): Promise<Drained> {
  const { documents, accepted, timeoutMs, signal, onCount } = options;
  const start = performance.now();
  for (;;) {
    const asked = performance.now();
    const stored = await documents.countStored();
    const dead = stored < accepted ? await documents.countDead() : 0;
    onCount(stored);
    const now = performance.now();
    const state = { stored, dead, seconds: (now - start) / 1000 };
    if (stored + dead >= accepted) return { outcome: 'drained', ...state };
    if (signal.aborted) return { outcome: 'interrupted', ...state };
    if (now - start > timeoutMs) return { outcome: 'timed_out', ...state };
    const pause = Math.max(PAUSE_MS, PAUSE_FACTOR * (now - asked));
    await sleep(Math.min(pause, start + timeoutMs - now + 1), undefined, { signal }).catch(
      () => undefined,
    );
  }
}
