import type { CountedBatch } from './store.js';

/** Batches one after another, from the first to the last, that make an alert fire. */
export interface Window {
  batches: readonly CountedBatch[];
  count: number;
}

/**
 * The latest stretch of `minutes` that holds so many logs, and whose last batch was not received before
 * `notBefore`. The batches come in the order of their times.
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
