import type { TimeRange } from '../../../functions/src/search/log-query.js';
import { fromMillis } from '../documents/instant.js';

/** What a reader looks for. All of it is Firestore's work, as far as its indexes go. */
export interface LogFilter {
  /** The last so many seconds, as time goes on; excludes `from` and `to`. */
  last?: number;
  /** Milliseconds since 1970, by `time`; `to` is exclusive. */
  from?: number;
  to?: number;
  /** In the language of `search/parse-query.ts`, as it was typed. */
  query?: string;
  /** Absent: the newest come first. */
  order?: 'oldest';
}

/** The times of a filter, with `last` as a point in time. */
export function toRange({ last, from, to }: LogFilter, now: number): TimeRange {
  const start = last === undefined ? from : now - last * 1000;
  return {
    ...(start !== undefined && { from: fromMillis(start) }),
    ...(to !== undefined && { to: fromMillis(to) }),
  };
}

/** Whether a filter can still find logs that are yet to happen. */
export function isLive({ to, order }: LogFilter, now: number): boolean {
  return order === undefined && (to === undefined || to > now);
}
