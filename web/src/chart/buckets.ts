import { STEPS } from '../../../functions/src/search/histogram.js';
import { toMillis } from '../documents/instant.js';
import type { Log } from '../documents/log.js';
import { MOST_BARS } from '../limits.js';

/** Counts over time, in steps of equal size. */
export interface Buckets {
  /** Length of a step in seconds. */
  step: number;
  /** Where each step begins, in seconds since 1970. */
  starts: readonly number[];
  logs: readonly number[];
  /** Redactions by kind, most frequent first. */
  kinds: readonly { kind: string; counts: readonly number[]; total: number }[];
}

/** The smallest step of which at most `most` fit into this many seconds. */
export function chooseStep(seconds: number, most: number): number {
  return STEPS.find((step) => Math.floor(seconds / step) + 1 <= most) ?? STEPS[STEPS.length - 1]!;
}

/**
 * Counts logs in roughly `most` steps at most, from the oldest to the newest; empty for no logs.
 */
export function toBuckets(logs: readonly Log[], most = MOST_BARS): Buckets {
  const times = logs.map(({ time }) => Math.floor(toMillis(time) / 1000));
  const oldest = times.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const newest = times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (times.length === 0) return { step: 1, starts: [], logs: [], kinds: [] };

  const step = chooseStep(newest - oldest, most);
  const first = Math.floor(oldest / step);
  const length = Math.floor(newest / step) - first + 1;
  const counts = Array.from({ length }, () => 0);
  const kinds = new Map<string, number[]>();
  for (const [index, log] of logs.entries()) {
    const bucket = Math.floor((times[index] ?? 0) / step) - first;
    add(counts, bucket, 1);
    for (const [kind, count] of Object.entries(log.redactions ?? {})) {
      const ofKind = kinds.get(kind) ?? Array.from({ length }, () => 0);
      kinds.set(kind, ofKind);
      add(ofKind, bucket, count);
    }
  }
  return {
    step,
    starts: counts.map((_, index) => (first + index) * step),
    logs: counts,
    kinds: [...kinds]
      .map(([kind, of]) => ({ kind, counts: of, total: of.reduce((a, b) => a + b, 0) }))
      .toSorted((a, b) => b.total - a.total || (a.kind < b.kind ? -1 : 1)),
  };
}

function add(counts: number[], index: number, more: number): void {
  counts[index] = (counts[index] ?? 0) + more;
}
