import { isUtf8 } from 'node:buffer';

import { isRecord } from '../../../lib/is-record.js';
import { MAX_LOG_JSON_BYTES } from '../../../limits.js';
import { Problem } from '../../http/problem.js';
import { BadJson, parseJson } from '../../reading/parse-json.js';
import { type Span, splitArray, splitLines } from '../../reading/split-items.js';
import type { SentLog } from '../format.js';

/** A body with a log as JSON in each line. */
export function readLines(body: Buffer): Iterable<SentLog> {
  return readItems(body, splitLines(body));
}

/** A body that is a JSON array of logs. Throws 400 where the array itself is broken. */
export function readArray(body: Buffer): Iterable<SentLog> {
  return readItems(body, splitArray(body));
}

function* readItems(body: Buffer, spans: Iterable<Span>): Generator<SentLog> {
  const isText = isUtf8(body);
  try {
    for (const { start, end } of spans) yield readItem(body, start, end, isText);
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    throw new Problem('invalid_request', `The body ${error.message}.`);
  }
}

function readItem(body: Buffer, start: number, end: number, isText: boolean): SentLog {
  const bytes = end - start;
  if (bytes > MAX_LOG_JSON_BYTES) {
    return unreadable(`has ${bytes} bytes: at most ${MAX_LOG_JSON_BYTES} are read`);
  }
  if (!isText && !isUtf8(body.subarray(start, end))) return unreadable('is not valid UTF-8');
  try {
    const from = start === 0 && body[0] === 0xef ? 3 : start; // A byte order mark.
    const fields = parseJson(body.toString('utf8', from, end));
    return isRecord(fields) ? { fields } : unreadable('must be a JSON object');
  } catch (error) {
    if (error instanceof BadJson) return unreadable(error.message);
    throw error;
  }
}

function unreadable(fault: string): SentLog {
  return { fields: {}, fault };
}
