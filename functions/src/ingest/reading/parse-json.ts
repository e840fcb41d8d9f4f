import { isRecord } from '../../lib/is-record.js';
import { hasEscapedKey } from '../../lib/json.js';
import { MAX_JSON_DEPTH, MAX_LOG_VALUES } from '../../limits.js';
import { BadJson, type ReadJson, type ReaderLimits, readJsonText } from './json-reader.js';

export { BadJson } from './json-reader.js';

const DEFAULTS: ReaderLimits = { values: MAX_LOG_VALUES, depth: MAX_JSON_DEPTH };

/**
 * Parses JSON within limits that apply before anything is created, without losing any of it: what
 * `JSON.parse` would drop, round or get wrong goes to our own reader (`json-reader.ts`), and so does
 * anything that may exceed the limits. Throws {@link BadJson}.
 */
export function parseJson(text: string, limits: ReaderLimits = DEFAULTS): ReadJson {
  const parsed = parseJsonIfAny(text, limits);
  if (parsed !== undefined) return parsed;
  // The error of `JSON.parse` quotes the text. This reader only says where the fault is.
  readJsonText(text, limits);
  throw new BadJson('is not valid JSON');
}

/** The same; `undefined` if it is not JSON, which is cheap even for a hundred thousand lines. */
export function parseJsonIfAny(text: string, limits: ReaderLimits): ReadJson | undefined {
  if (!mayBeJson(text)) return undefined;
  if (mayExceed(text, limits.values)) return readJsonTextIfAny(text, limits);
  const value = parseIfAny(text);
  if (value === undefined) return undefined;
  counted.values = 0;
  counted.keys = 0;
  const isPlain = count(value, limits.depth) && counted.values <= limits.values;
  if (!isPlain || counted.keys !== countKeysIn(text) || isDelicate(text)) {
    return readJsonText(text, limits);
  }
  return { value, repairs: [], values: counted.values };
}

/** Without stack traces: nobody reads them, and they are most of the cost of an error. */
function parseIfAny(text: string): unknown {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Errors are expensive: a text that begins or ends as no JSON does is not tried. */
function mayBeJson(text: string): boolean {
  const trimmed = text.trim();
  const first = trimmed.charCodeAt(0);
  const last = trimmed.charCodeAt(trimmed.length - 1);
  if (first === 0x7b) return last === 0x7d && trimmed.length > 1 && OBJECT.test(trimmed);
  if (first === 0x5b) return last === 0x5d && trimmed.length > 1;
  if (first === 0x22) return last === 0x22 && trimmed.length > 1;
  return /^(?:[-\d]|true$|false$|null$)/.test(trimmed);
}

/** Texts use braces, too, and so do the maps of other languages: `{'a': 1}`, `{a=1}`. */
const OBJECT = /^\{[ \t\r\n]*["}]/;

function readJsonTextIfAny(text: string, limits: ReaderLimits): ReadJson | undefined {
  try {
    return readJsonText(text, limits);
  } catch (error) {
    if (error instanceof BadJson) return undefined;
    throw error;
  }
}

/** Every value except the first follows a comma, a bracket or a brace. */
function mayExceed(text: string, values: number): boolean {
  // Two characters for each: shorter texts cannot hold more.
  if (text.length <= values * 2) return false;
  let separators = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x2c || code === 0x5b || code === 0x7b) {
      separators += 1;
      if (separators > values) return true;
    }
  }
  return false;
}

/** Counts of nested values and of keys. A single object, so that counting allocates none. */
const counted = { values: 0, keys: 0 };

/** `false` for what is nested deeper, or has a number that no double can hold. */
function count(value: unknown, depthLeft: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depthLeft === 0) return false;
  if (Array.isArray(value)) {
    counted.values += value.length;
    for (const item of value) if (!count(item, depthLeft - 1)) return false;
  } else if (isRecord(value)) {
    // Objects made from JSON inherit no names, and `Object.keys` would make a list for each of them.
    for (const name in value) {
      counted.values += 1;
      counted.keys += 1;
      if (!count(value[name], depthLeft - 1)) return false;
    }
  }
  return true;
}

/** Integers beyond 2^53, which have 16 digits; halves of surrogate pairs; keys with escapes. */
function isDelicate(text: string): boolean {
  if (/\d{16}/.test(text) && LONG_NUMBER.test(text)) return true;
  return text.includes('\\') && (/\\u[dD][89a-fA-F]/.test(text) || hasEscapedKey(text));
}

/** Not in quotes, as times in nanoseconds mostly are: they have 19 digits. */
const LONG_NUMBER = /(?:^|[[:,\s])[-+.\deE]*\d{16}/;

const KEY_END = /"[ \t\r\n]*:/g;

/** Keys in a text or more, never fewer: a string that begins with a colon counts as well. */
function countKeysIn(text: string): number {
  let keys = 0;
  KEY_END.lastIndex = 0;
  // Not `exec`, which makes an array for each key.
  while (KEY_END.test(text)) {
    let quote = KEY_END.lastIndex - 2;
    while (text.charCodeAt(quote) !== 0x22) quote -= 1;
    if (!isEscaped(text, quote)) keys += 1;
  }
  return keys;
}

function isEscaped(text: string, index: number): boolean {
  let start = index;
  while (text.charCodeAt(start - 1) === 0x5c) start -= 1;
  return (index - start) % 2 === 1;
}
