import { isUtf8 } from 'node:buffer';

import type { Repair } from '../../../contract/repairs.js';
import { isBlank } from '../../../contract/text.js';
import { MAX_BODIES } from '../../../limits.js';
import { Problem } from '../../http/problem.js';
import { hasMark, type Span, splitLines, splitValues } from '../../reading/json-spans.js';
import { BadJson } from '../../reading/parse-json.js';
import type { ValueCount } from './value-count.js';

/** A JSON value of a body, or its text if it is not JSON, with the repairs made to read it. */
export type JsonItem = { repairs: Repair[] } & (
  { ok: true; value: unknown } | { ok: false; text: string }
);

/** A body that is one JSON value. Throws 400 or 413. */
export function readJsonBody(
  body: Buffer,
  count: ValueCount,
): { value: unknown; repairs: Repair[] } {
  const { text, repairs } = decode(body, 0, body.length);
  if (isBlank(text)) throw new Problem('invalid_request', 'The body is empty.');
  try {
    const parsed = count.parseAll(text);
    return { value: parsed.value, repairs: repairs.concat(parsed.repairs) };
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    throw new Problem('invalid_request', `The body ${error.message}.`);
  }
}

/**
 * A body that is one JSON value, or several if clients join their requests, concatenated or in an
 * array. Throws like {@link readJsonBody}.
 */
export function readJsonBodies(
  body: Buffer,
  count: ValueCount,
): { value: unknown; repairs: Repair[] }[] {
  try {
    const { value, repairs } = readJsonBody(body, count);
    return Array.isArray(value)
      ? value.map((item: unknown) => ({ value: item, repairs }))
      : [{ value, repairs }];
  } catch (error) {
    const spans = first(splitValues(body), MAX_BODIES + 1);
    if (spans.length < 2 || spans.length > MAX_BODIES) throw error;
    return spans.map(({ start, end }) => readJsonBody(body.subarray(start, end), count));
  }
}

function first<Item>(items: Iterable<Item>, most: number): Item[] {
  const found: Item[] = [];
  for (const item of items) {
    found.push(item);
    if (found.length === most) break;
  }
  return found;
}

/** The values of a body: the items of an array, or values one after another, in lines or not. */
export function readJsonItems(body: Buffer, count: ValueCount): Generator<JsonItem> {
  return itemsOf(body, splitValues(body), count);
}

/** The lines of a body, each a JSON value or a text. */
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
  for (const span of spans) yield readItem(body, span, count);
}

function readItem(body: Buffer, { start, end, isOpen }: Span, count: ValueCount): JsonItem {
  const { text, repairs } = decode(body, start, end);
  const parsed = isOpen === true ? undefined : count.parseOne(text);
  if (parsed === undefined) {
    return { ok: false, text: text.replace(/\r$/, ''), repairs: [...repairs, NOT_JSON] };
  }
  return { ok: true, value: parsed.value, repairs: repairs.concat(parsed.repairs) };
}

const NOT_JSON: Repair = { pointer: '', repair: 'not_json' };

function decode(body: Buffer, start: number, end: number): { text: string; repairs: Repair[] } {
  const bytes = body.subarray(start === 0 && hasMark(body) ? 3 : start, end);
  const repairs: Repair[] = isUtf8(bytes) ? [] : [{ pointer: '', repair: 'invalid_unicode' }];
  return { text: bytes.toString('utf8'), repairs };
}
