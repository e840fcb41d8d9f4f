import { newestFirst, type Position } from '../../../functions/src/search/log-query.js';
import type { Log } from '../documents/log.js';

/** Merges two lists, newest first; `added` wins over duplicates. Linear if `added` is short. */
export function mergeLogs(known: readonly Log[], added: readonly Log[]): readonly Log[] {
  if (added.length === 0) return known;
  const ids = new Set(added.map(({ log_id }) => log_id));
  const sorted = added.toSorted(newestFirst);
  const merged: Log[] = [];
  let next = 0;
  for (const log of known) {
    if (ids.has(log.log_id)) continue;
    for (let one = sorted[next]; one && newestFirst(one, log) < 0; one = sorted[next]) {
      merged.push(one);
      next += 1;
    }
    merged.push(log);
  }
  merged.push(...sorted.slice(next));
  return merged;
}

/** What a listener on the newest `limit` logs reports at once. */
export interface NewestLogs {
  /** Everything in it now, newest first. */
  window: readonly Log[];
  /** New or changed logs. */
  added: readonly Log[];
  /** Logs that left it: pushed out by newer ones, or deleted. */
  removed: readonly Log[];
  limit: number;
}

/** The ids of removed logs that were deleted: the others are older than the window's contents. */
export function deletedIds({ window, removed, limit }: NewestLogs): ReadonlySet<string> {
  const oldest = window.at(-1);
  const full = window.length >= limit;
  return new Set(
    removed
      .filter((log) => !full || oldest === undefined || newestFirst(log, oldest) < 0)
      .map(({ log_id }) => log_id),
  );
}

/**
 * The newest known log, if more than a whole window has arrived since: what lies between it and the
 * window's oldest has to be fetched.
 */
export function gapAfter(
  newest: Position | undefined,
  { window, limit }: NewestLogs,
): Position | undefined {
  const oldest = window.at(-1);
  if (newest === undefined || oldest === undefined || window.length < limit) return undefined;
  return newestFirst(oldest, newest) < 0 ? newest : undefined;
}
