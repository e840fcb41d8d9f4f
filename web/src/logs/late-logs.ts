import { type Instant } from '../../../functions/src/contract/instant.js';
import {
  compareInstants,
  isInRange,
  type LogQuery,
  newestFirst,
  type Position,
} from '../../../functions/src/search/log-query.js';
import type { LogSource } from '../../../functions/src/search/log-source.js';
import type { Log } from '../documents/log.js';
import { LATE_LOGS } from '../limits.js';

/** Changes among logs that were read before. */
export interface Changes {
  added: readonly Log[];
  gone: ReadonlySet<string>;
  /** Documents read, plus reads spent on counting. */
  read: number;
  counts: number;
}

/** A piece this small is read at once instead of being counted in halves. */
const PIECE = 100;

/**
 * Finds the logs of a query that appeared or disappeared since it was read, where nobody listens: a
 * count shows whether there are any, counts of its halves show where, and only that piece is read.
 * `known` are the logs that were read, newest first; those outside the query's range are ignored.
 * If as many appeared as disappeared in one piece, this goes unnoticed until there is another
 * change. Finds {@link LATE_LOGS} at a time; call again for the rest.
 */
export async function findChanges(
  source: Pick<LogSource<Log>, 'page' | 'count'>,
  query: LogQuery,
  known: readonly Position[],
): Promise<Changes> {
  const added: Log[] = [];
  const gone = new Set<string>();
  let read = 0;
  let counts = 0;
  const count = async (of: LogQuery, expected: number) => {
    const found = await source.count(of, expected + LATE_LOGS);
    counts += Math.max(1, Math.ceil(found / 1000));
    return found;
  };

  const readPiece = async (piece: LogQuery, before: readonly Position[]) => {
    const most = LATE_LOGS - read;
    if (most <= 0) return;
    const page = await source.page(piece, most);
    read += Math.max(1, page.length);
    const ids = new Set(before.map(({ log_id }) => log_id));
    added.push(...page.filter(({ log_id }) => !ids.has(log_id)));
    const there = new Set(page.map(({ log_id }) => log_id));
    const last = page.length < most ? undefined : page.at(-1);
    for (const one of before) {
      const isRead = last === undefined || newestFirst(one, last) <= 0;
      if (isRead && !there.has(one.log_id)) gone.add(one.log_id);
    }
  };

  const compare = async (piece: LogQuery, before: readonly Position[], now: number) => {
    if (now === before.length || read >= LATE_LOGS) return;
    const middle = before[Math.floor(before.length / 2)]?.time;
    const older =
      middle === undefined ? [] : before.filter(({ time }) => compareInstants(time, middle) < 0);
    if (now <= PIECE || middle === undefined || older.length === 0) {
      await readPiece(piece, before);
      return;
    }
    const newerPiece = { ...piece, from: middle };
    const newer = before.slice(0, before.length - older.length);
    const nowNewer = await count(newerPiece, newer.length);
    await compare(newerPiece, newer, nowNewer);
    await compare({ ...piece, to: middle }, older, Math.max(0, now - nowNewer));
  };

  const before = known.filter(({ time }) => isInRange(time, query));
  await compare(query, before, await count(query, before.length));
  return { added, gone, read, counts };
}

/** The logs that each query is known to match: everything that it ever returned. */
export class KnownLogs {
  #of = new Map<LogQuery, Map<string, Position>>();

  add(query: LogQuery, logs: readonly Position[]): void {
    const known = this.#of.get(query) ?? new Map<string, Position>();
    this.#of.set(query, known);
    for (const { log_id, time } of logs) known.set(log_id, { log_id, time });
  }

  remove(ids: ReadonlySet<string>): void {
    for (const known of this.#of.values()) for (const id of ids) known.delete(id);
  }

  /** Newest first. */
  of(query: LogQuery): Position[] {
    return [...(this.#of.get(query)?.values() ?? [])].toSorted(newestFirst);
  }
}

/**
 * The part of a query's range between two logs, excluding their own timestamps; `undefined` if it
 * is empty. Firestore's times are whole microseconds.
 */
export function between(
  query: LogQuery,
  newer: Position,
  older: Position | undefined,
): LogQuery | undefined {
  const from = older === undefined ? query.from : nextMicro(older.time);
  const isEmpty = from !== undefined && compareInstants(from, newer.time) >= 0;
  return isEmpty ? undefined : { ...query, to: newer.time, ...(from && { from }) };
}

function nextMicro({ seconds, nanos }: Instant): Instant {
  const next = (Math.floor(nanos / 1000) + 1) * 1000;
  return next < 1_000_000_000 ? { seconds, nanos: next } : { seconds: seconds + 1, nanos: 0 };
}
