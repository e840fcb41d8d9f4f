import type { Instant } from '../../../functions/src/contract/instant.js';
import type { LogQuery } from '../../../functions/src/search/log-query.js';
import type { LogSource } from '../../../functions/src/search/log-source.js';

/** A stretch of time, in microseconds since 1970, which is Firestore's precision. */
export interface Stretch {
  from: number;
  to: number;
  /**
   * Logs in it that its queries read; `Infinity` if a single microsecond has more than requested.
   */
  logs: number;
  /** Reads spent on counting. */
  counts: number;
}

/**
 * The first part of a range in which queries find at most `most` logs. Firestore's indexes only
 * lead to a search's newest logs; counts lead to its oldest ones, at one read each. `guess` is the
 * length of the previous stretch.
 */
export async function oldestStretch(
  source: Pick<LogSource, 'count'>,
  queries: readonly LogQuery[],
  { from, to }: { from: number; to: number },
  most: number,
  guess: number = to - from,
): Promise<Stretch> {
  let counts = 0;
  const count = async (end: number) => {
    counts += queries.length;
    const found = await Promise.all(
      queries.map((query) => source.count(within(query, { from, to: end }), most + 1)),
    );
    return found.reduce((sum, n) => sum + n, 0);
  };
  let low = { to: from, logs: 0 };
  let high: number | undefined;
  let end = Math.min(to, from + Math.max(1, guess));
  for (;;) {
    const logs = await count(end);
    if (logs > most) high = end;
    else low = { to: end, logs };
    // A quarter of the requested number is worth reading.
    if (logs <= most && (end >= to || logs * 4 >= most)) break;
    if (high !== undefined && high - low.to <= 1) {
      if (low.logs === 0) low = { to: high, logs: Infinity };
      break;
    }
    end =
      high === undefined ? Math.min(to, from + 4 * (end - from)) : Math.floor((low.to + high) / 2);
  }
  return { from, to: low.to, logs: low.logs, counts };
}

/** The same query, limited to a stretch of its range. */
export function within(query: LogQuery, { from, to }: { from: number; to: number }): LogQuery {
  return { ...query, from: fromMicros(from), to: fromMicros(to) };
}

export function toMicros({ seconds, nanos }: Instant): number {
  return seconds * 1_000_000 + Math.floor(nanos / 1000);
}

export function fromMicros(micros: number): Instant {
  const seconds = Math.floor(micros / 1_000_000);
  return { seconds, nanos: (micros - seconds * 1_000_000) * 1000 };
}
