import { newestFirst, type Position } from '../../../functions/src/search/log-query.js';
import type { Log } from '../documents/log.js';

/**
 * Two lists as one, newest first, each id once, `added` before what was known of it. Linear where
 * `added` is short.
 */
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

/** What a listener on the newest `limit` logs tells at once. */
export interface NewestLogs {
  /** All that it now holds, newest first. */
  window: readonly Log[];
  /** New in it, or changed. */
  added: readonly Log[];
  /** No longer in it: pushed out by newer ones, or deleted. */
  removed: readonly Log[];
  limit: number;
}

/** Of what left the window, the ids that were deleted: all else is older than what is in it. */
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
 * The newest log that was known, where more than a whole window has come since: what lies between it
 * and the window's oldest has to be asked for.
 */
export function gapAfter(
  newest: Position | undefined,
  { window, limit }: NewestLogs,
): Position | undefined {
  const oldest = window.at(-1);
  if (newest === undefined || oldest === undefined || window.length < limit) return undefined;
  return newestFirst(oldest, newest) < 0 ? newest : undefined;
}
