import type { CountedBatch } from './store.js';

/** Consecutive batches, from first to last, that make an alert fire. */
export interface Window {
  batches: readonly CountedBatch[];
  count: number;
}

/**
 * Finds the latest window of `minutes` that holds enough logs and whose last batch was not received
 * before `notBefore`. The batches must be in order of time.
 */
export function findWindow(
  batches: readonly CountedBatch[],
  { matches, minutes }: { matches: number; minutes: number },
  notBefore: number,
): Window | undefined {
  let found: Window | undefined;
  let start = 0;
  let count = 0;
  for (const [end, { receivedAt, logs }] of batches.entries()) {
    count += logs;
    for (;;) {
      const first = batches[start];
      if (first === undefined || first.receivedAt > receivedAt - minutes * 60_000) break;
      count -= first.logs;
      start += 1;
    }
    if (count >= matches && receivedAt >= notBefore) {
      found = { batches: batches.slice(start, end + 1), count };
    }
  }
  return found;
}
