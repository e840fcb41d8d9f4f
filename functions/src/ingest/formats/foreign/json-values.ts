import { isUtf8 } from 'node:buffer';

import type { Repair } from '../../../contract/repairs.js';
import { MAX_LOG_JSON_BYTES } from '../../../limits.js';
import { Problem } from '../../http/problem.js';
import { BadJson, parseJson } from '../../reading/parse-json.js';
import { beginsArray, type Span, splitArray, splitLines } from '../../reading/split-items.js';
import { splitValues } from './split-values.js';
import type { ValueCount } from './value-count.js';

/** A JSON value of a body, or its text where it is none. */
export type JsonItem = { repairs: Repair[] } & (
  { ok: true; value: unknown } | { ok: false; text: string }
);

/** A body that is one JSON value. Throws 400 or 413. */
export function readJsonBody(
  body: Buffer,
  count: ValueCount,
): { value: unknown; repairs: Repair[] } {
  count.takeJson(body);
  const { text, repairs } = decode(body, 0, body.length);
  try {
    return { value: parseJson(text), repairs };
  } catch (error) {
    throw asProblem(error);
  }
}

/**
 * A body of several JSON values, each parsed by itself: the items of an array, or values one after
 * another, in lines or not. Throws 400 for a broken array and 413 for too many values.
 */
export function readJsonItems(body: Buffer, count: ValueCount): Generator<JsonItem> {
  return itemsOf(body, beginsArray(body) ? splitArray(body) : splitValues(body), count);
}

/** The lines of a body, each a JSON value or a text. Throws 413 for too many values. */
export function readJsonLines(body: Buffer, count: ValueCount): Generator<JsonItem> {
  return itemsOf(body, splitLines(body), count);
}

/** The lines of a body as texts. */
export function* readLines(body: Buffer): Generator<{ text: string; repairs: Repair[] }> {
  for (const { start, end } of splitLines(body)) {
    const { text, repairs } = decode(body, start, end);
    yield { text: text.replace(/\r$/, ''), repairs };
  }
}

function* itemsOf(body: Buffer, spans: Iterable<Span>, count: ValueCount): Generator<JsonItem> {
  try {
    for (const { start, end } of spans) yield readItem(body, start, end, count);
  } catch (error) {
    throw asProblem(error);
  }
}

function readItem(body: Buffer, start: number, end: number, count: ValueCount): JsonItem {
  const { text, repairs } = decode(body, start, end);
  if (end - start > MAX_LOG_JSON_BYTES) return { ok: false, text, repairs };
  count.takeJson(body.subarray(start, end));
  try {
    return { ok: true, value: parseJson(text), repairs };
  } catch (error) {
    if (error instanceof BadJson) return { ok: false, text, repairs };
    throw error;
  }
}

function decode(body: Buffer, start: number, end: number): { text: string; repairs: Repair[] } {
  const from = start === 0 && body[0] === 0xef && body[1] === 0xbb ? 3 : start; // A byte order mark.
  const bytes = body.subarray(from, end);
  const repairs: Repair[] = isUtf8(bytes) ? [] : [{ pointer: '', repair: 'invalid_unicode' }];
  return { text: bytes.toString('utf8'), repairs };
}

function asProblem(error: unknown): unknown {
  return error instanceof BadJson
    ? new Problem('invalid_request', `The body ${error.message}.`)
    : error;
}
