import { createHash } from 'node:crypto';

import { createTurnTaker } from '../../../lib/turn-taker.js';
import { MAX_LOGS_PER_REQUEST, TURN_MS } from '../../../limits.js';
import type { IngestRequest } from '../../http/http.js';
import { derivedId, hasRequestId } from '../../http/request-ids.js';
import type { SentLog } from '../format.js';
import { timeOf } from './record.js';

/**
 * Derives ids for logs without one from the request's bytes, if the same bytes again must be a retry of
 * the same request. The times show that: one finer than a second, or two that differ. Without times, or
 * if all are the same whole second, two equal requests may both be intended: their logs get random ids.
 * Equal logs of one request are all kept. Reads no further than it has to.
 */
export async function withRetryIds(
  body: Buffer,
  request: IngestRequest,
  logs: Iterable<SentLog>,
): Promise<Iterable<SentLog>> {
  if (hasRequestId(request)) return logs;
  const read: SentLog[] = [];
  const rest = logs[Symbol.iterator]();
  const isTelling = createTelling();
  const turn = createTurnTaker(TURN_MS);
  let isOnlyOnce = false;
  // The intake refuses a request with more logs, and reads no further either.
  while (!isOnlyOnce && read.length <= MAX_LOGS_PER_REQUEST) {
    const next = rest.next();
    if (next.done === true) break;
    read.push(next.value);
    isOnlyOnce = isTelling(next.value);
    if (turn.isOver()) await turn.yield();
  }
  const all = chain(read, rest);
  return isOnlyOnce
    ? withIdsOf(createHash('sha256').update(body).update(request.path).digest(), all)
    : all;
}

/** Derives ids for logs without one from the request's id and their index in it. */
export function* withIdsOf(
  requestId: string | Buffer,
  logs: Iterable<SentLog>,
): Generator<SentLog> {
  let index = 0;
  for (const log of logs) {
    log.logId = derivedId(requestId, index);
    index += 1;
    yield log;
  }
}

function* chain(read: readonly SentLog[], rest: Iterator<SentLog>): Generator<SentLog> {
  yield* read;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}

/** Whether a log's time, given those before it, shows that the request was made only once. */
function createTelling(): (log: SentLog) => boolean {
  let first: string | undefined;
  return ({ fields: { timestamp } }) => {
    const time = timeOf(timestamp);
    if (time === undefined) return false;
    if (/\.\d*[1-9]/.test(time) || hasMillis(timestamp)) return true;
    if (first !== undefined && time !== first) return true;
    first = time;
    return false;
  };
}

/** Also the first millisecond of a second, where it is written out. */
function hasMillis(sent: unknown): boolean {
  return typeof sent === 'number' ? sent >= 1e11 : /[.,]\d{3}|^\d{13}/.test(String(sent));
}
