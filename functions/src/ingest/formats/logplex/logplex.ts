import { isUtf8 } from 'node:buffer';

import type { Repair } from '../../../contract/repairs.js';
import { hasRequestId } from '../../http/request-ids.js';
import { keyOfBasic } from '../foreign/credentials.js';
import { readLines } from '../foreign/json-values.js';
import { withIdsOf, withRetryIds } from '../foreign/retry-ids.js';
import { syslogFields } from '../foreign/syslog.js';
import type { Format, SentLog } from '../format.js';
import { answerBatch } from '../own/answer.js';

/**
 * Syslog frames, as Heroku's drains send them: each is preceded by its length in bytes.
 * https://devcenter.heroku.com/articles/log-drains#https-drains, RFC 6587, section 3.4.1
 */
export const logplex: Format = {
  source: 'logplex_upload',
  credential: keyOfBasic,

  read(body, request) {
    const logs = readLogs(body);
    // A retried frame has the same id.
    const frame = request.header('logplex-frame-id');
    if (frame === undefined || hasRequestId(request)) return withRetryIds(body, request, logs);
    const drain = request.header('logplex-drain-token') ?? '';
    return withIdsOf(`${drain}/${frame}`, logs);
  },

  answer: answerBatch,
};

function* readLogs(body: Buffer): Generator<SentLog> {
  for (const { text, repairs } of frames(body)) {
    if (text !== '') yield { fields: syslogFields(text), repairs };
  }
}

/** From a missing or wrong length on, the rest of the body is split into lines. */
function* frames(body: Buffer): Generator<{ text: string; repairs: Repair[] }> {
  let at = 0;
  while (at < body.length) {
    const digits = LENGTH.exec(body.toString('latin1', at, at + LONGEST))?.[0];
    const start = at + (digits?.length ?? 0) + 1;
    const end = start + Number(digits);
    if (digits === undefined || !isEnd(body, end)) {
      for (const { text, repairs } of readLines(body.subarray(at))) {
        yield { text: text.replace(/^\d{1,8} (?=<)/, ''), repairs };
      }
      return;
    }
    const bytes = body.subarray(start, end);
    const repairs: Repair[] = isUtf8(bytes)
      ? []
      : [{ pointer: '/text', repair: 'invalid_unicode' }];
    yield { text: bytes.toString('utf8').replace(/\r?\n$/, ''), repairs };
    at = end;
  }
}

/** The length before a message, which begins with its priority. */
const LENGTH = /^\d{1,8}(?= <)/;
const LONGEST = 10;

/** Whether a frame can end here. A sender that counts characters instead of bytes ends mid-message. */
function isEnd(body: Buffer, end: number): boolean {
  if (end >= body.length) return end === body.length;
  if (LENGTH.test(body.toString('latin1', end, end + LONGEST))) return true;
  // The sender did not count the line feed, or this is another protocol's line.
  return NEWLINES.has(body[end] ?? 0) || body[end - 1] === LINE_FEED;
}

const LINE_FEED = 0x0a;
const NEWLINES: ReadonlySet<number> = new Set([LINE_FEED, 0x0d]);
