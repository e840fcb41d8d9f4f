import { isDigit, isLetter, unitAt } from '../../../chars.js';
import {
  ALWAYS,
  ALWAYS_ELSEWHERE,
  STEMS,
  SUFFIXES,
  WHERE_CODE,
  WHERE_RANDOM,
} from './sensitive-names.js';

/** Names whose value is another value's name: `{"name": "Authorization", "value": …}`. */
export const NAMES_OF_PAIRS: readonly string[] = [
  'name',
  'key',
  'header',
  'headername',
  'field',
  'param',
  'variable',
  'property',
  'attribute',
  'path',
  'label',
  'parameterkey',
  'command',
];

/** A table of the words' last four letters; shorter words are in it whole. */
const ENDINGS = new Uint8Array(0x4000);

/** The table index of up to four letters, last letter first; 0 for a missing one. */
function place(d: number, c: number, b: number, a: number): number {
  return (d ^ (c << 4) ^ (b << 8) ^ (a << 11)) & 0x3fff;
}

/** Stands for what precedes a short word: `apiKey` and `api_key` contain `key`, `monkey` does not. */
const SHORT = 0;

for (const word of [
  ...ALWAYS,
  ...ALWAYS_ELSEWHERE,
  ...STEMS,
  ...SUFFIXES,
  ...WHERE_CODE,
  ...WHERE_RANDOM,
  ...NAMES_OF_PAIRS,
  // Last words of compound names: `connection_str`, `cookie_jar`, `status_code`.
  'key',
  'keys',
  'code',
  'str',
  'jar',
  'sha',
]) {
  const [d = 0, c = 0, b = 0, a = 0] = Array.from(
    word.slice(-4),
    (char) => char.charCodeAt(0) & 31,
  ).toReversed();
  if (/^[a-z]{1,4}$/.test(word.slice(-4))) ENDINGS[place(d, c, b, word.length < 4 ? SHORT : a)] = 1;
}

const MAX_NUMBER = 4;

/**
 * Whether a name that ends at `end` may be one of the words, judging by its last letters; skips
 * trailing numbers. Cheap, with false positives.
 */
export function mayEndSecretName(text: string, end: number): boolean {
  let last = end;
  let unit = unitAt(text, last - 1);
  if (isDigit(unit)) {
    while (end - last < MAX_NUMBER && isDigit(unit)) unit = unitAt(text, --last - 1);
    if ((unit | 32) === 118 && isVersion(text, last - 1)) unit = unitAt(text, --last - 1);
    if (unit === 95 || unit === 45 || unit === 46) unit = unitAt(text, --last - 1);
  }
  // Another script, which is rare before a `:` or `=`.
  if (unit >= 128) return true;
  if (!isLetter(unit)) return false;
  const c = unitAt(text, last - 2);
  if (!isLetter(c)) return c >= 128;
  const b = unitAt(text, last - 3);
  const isTwo = !isLetter(b);
  // Of all ids, only `session_id` and `secret_id`.
  if (isTwo && (unit | 32) === 100 && (c | 32) === 105) return isId(unitAt(text, last - 4));
  if (ENDINGS[place(unit & 31, c & 31, isTwo ? 0 : b & 31, SHORT)] === 1) return true;
  const a = unitAt(text, last - 4);
  return !isTwo && isLetter(a) && ENDINGS[place(unit & 31, c & 31, b & 31, a & 31)] === 1;
}

/** Whether the `v` at `at` begins a version: `password_v2`, `tokenV3`; not the end of `dev2`. */
function isVersion(text: string, at: number): boolean {
  return unitAt(text, at) === 86 || !isLetter(unitAt(text, at - 1));
}

function isId(before: number): boolean {
  const lower = before | 32;
  return lower === 110 || lower === 115 || lower === 116;
}
