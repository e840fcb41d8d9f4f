import type { TimeRange } from '../../../functions/src/search/log-query.js';
import { fromMillis } from '../documents/instant.js';

/** What a reader searches for. Firestore does all of the work that its indexes allow. */
export interface LogFilter {
  /** The last so many seconds, a sliding window; excludes `from` and `to`. */
  last?: number;
  /** Milliseconds since 1970, by `time`; `to` is exclusive. */
  from?: number;
  to?: number;
  /** In the language of `search/parse-query.ts`, as typed. */
  query?: string;
  /** Absent: newest first. */
  order?: 'oldest';
}

/** The time range of a filter, with `last` resolved to a point in time. */
export function toRange({ last, from, to }: LogFilter, now: number): TimeRange {
  const start = last === undefined ? from : now - last * 1000;
  return {
    ...(start !== undefined && { from: fromMillis(start) }),
    ...(to !== undefined && { to: fromMillis(to) }),
  };
}

/** Whether a filter can match logs that do not exist yet. */
export function isLive({ to, order }: LogFilter, now: number): boolean {
  return order === undefined && (to === undefined || to > now);
}
