import { isDigit, isLetter, isWord, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { Finding } from '../../types.js';
import type { Memo } from './memo.js';
import { mayEndSecretName } from './names/endings.js';
import { type KnownName, knownName } from './names/known-names.js';
import { isNestedName, nestedUnder, parentOf } from './names/nested-names.js';
import { isHarmlessAfter, secrecyOf, type Secrecy } from './names/secrecy.js';
import { namedPair } from './named-pairs.js';
import { push, type Span } from './span.js';
import { MAX_VALUE, skipSpaces } from './values/quotes.js';
import { isSecretValue } from './values/shapes.js';
import { secretValue } from './values/value.js';

const MAX_KEY = 64;
const COLON = 58;
const COMPARED =
  /=?\s{0,3}[A-Za-z_$][A-Za-z_$.]{0,64}(?![\w$@#!%&*+~^?-]|["'`/]\w|[\u0080-\uffff])/y;
/** A code of digits alone, in quotes or not. */
const CODE = /\s{0,3}\\{0,3}["']?\d{4,8}(?![\w.-])/y;

/** A key before a `=` or `:`, without its quotes. */
export interface Key extends Span {
  known: KnownName;
}

/** Pushes the secrets of the pair whose `=` or `:` is at `at`. Returns where to continue, or 0. */
export function secretsOfPair(text: string, at: number, memo: Memo, findings: Finding[]): number {
  const colon = unitAt(text, at) === COLON;
  // A time or an address: `10:22:33`.
  if (colon && isDigit(unitAt(text, at - 1)) && isDigit(unitAt(text, at + 1))) return 0;
  const keyEnd = endOfKey(text, at);
  if (!mayEndSecretName(text, keyEnd)) return 0;
  const keyStart = startOfKey(text, keyEnd);
  if (keyStart < 0) return 0;
  const known = knownName(text, keyStart, keyEnd);
  // By far the most common case.
  if (known.secrecy === undefined && !known.isLastOfSeveral && !known.isNameOfPair) return 0;
  const key = { start: keyStart, end: keyEnd, known };
  if (colon && isReference(text, key, at)) return 0;
  const from = afterSeparator(text, at);
  if (known.isNameOfPair && mayNamePair(text, key)) namedPair(text, key, from, memo, findings);
  const secrecy = secrecyInText(text, key) ?? secrecyInParent(text, key, from);
  if (secrecy === undefined) return 0;
  if (from === at + 2 && isComparison(text, at, from)) return 0;
  const before = unitAt(text, key.start - 1);
  const inQuery = isInQuery(text, key.start);
  if (before === 34 && unitAt(text, key.start - 2) === 34) {
    const value = valueInCsv(text, skipSpaces(text, from, 2));
    if (value !== undefined) {
      const isSecret = isSecretValue(secrecy, known.name, text.slice(value.start, value.end));
      return isSecret ? push(findings, value) : 0;
    }
  }
  const quoteBefore = before === 34 || before === 39 ? before : 0;
  return secretValue(
    text,
    from,
    { name: known.name, secrecy, colon, inQuery, quoteBefore },
    findings,
  );
}

/** `password == other.password`: with a name in a program, of letters only. `:=` gives it a value. */
function isComparison(text: string, at: number, from: number): boolean {
  if (unitAt(text, at) === COLON || unitAt(text, at + 1) !== 61) return false;
  COMPARED.lastIndex = from;
  return COMPARED.test(text);
}

/** Whether a key's value may be another value's name: `"name"`, `name="…"`. Cheap. */
function mayNamePair(text: string, key: Key): boolean {
  const last = unitAt(text, key.end - 1) | 32;
  return (
    last === 101 ||
    last === 121 ||
    last === 114 ||
    last === 100 ||
    last === 109 ||
    last === 104 ||
    last === 108
  );
}

/** Skips back over spaces and quotes before a separator, and a closing bracket: `user[password]=`. */
function endOfKey(text: string, at: number): number {
  let end = at;
  // Terraform aligns its values.
  while (at - end < 48 && (unitAt(text, end - 1) === 32 || unitAt(text, end - 1) === 9)) end--;
  const closing = unitAt(text, end - 1);
  if (closing === 93 || (closing === 41 && isNamed(text, at, end))) end--;
  // `password[]=`
  if (closing === 93 && unitAt(text, end - 1) === 91) end--;
  if (isQuote(unitAt(text, end - 1))) {
    end--;
    // CSV doubles the quotes inside a cell.
    if (unitAt(text, end - 1) === 34) end--;
    for (let slashes = 0; slashes < 8 && unitAt(text, end - 1) === 92; slashes++) end--;
  }
  return end;
}

/** Whether a bracket encloses a name: `AnyHashable("token"):`, `Key (token)=(…)` of PostgreSQL. */
function isNamed(text: string, at: number, end: number): boolean {
  return isQuote(unitAt(text, end - 2)) || (end === at && unitAt(text, at + 1) === 40);
}

/** The value at `at` between the doubled quotes of JSON in a CSV cell: `""name"":""value""`. */
function valueInCsv(text: string, at: number): Span | undefined {
  if (unitAt(text, at) !== 34 || unitAt(text, at + 1) !== 34) return undefined;
  const start = at + 2;
  let end = start;
  while (end < text.length && end - start < MAX_VALUE) {
    const unit = unitAt(text, end);
    if (unit === 34 || unit === 10) break;
    end++;
  }
  meter.steps += end - start;
  return end > start ? { start, end } : undefined;
}

/** Where the key that ends at `end` begins; -1 if there is none. */
function startOfKey(text: string, end: number): number {
  let start = end;
  while (end - start < MAX_KEY && isKey(unitAt(text, start - 1))) start--;
  meter.steps += end - start;
  return start === end || end - start >= MAX_KEY ? -1 : start;
}

/** Skips the separator: `=`, `:`, or one of two characters, such as `=>` and `==`. */
function afterSeparator(text: string, at: number): number {
  const next = unitAt(text, at + 1);
  return next === 62 || next === 61 || next === COLON ? at + 2 : at + 1;
}

/**
 * `arn:aws:secretsmanager:…:secret:prod/db`, `registry/token:v1`, `Token::new`: names of things.
 * `/password:x` after a space is a Windows flag.
 */
function isReference(text: string, key: Key, at: number): boolean {
  // LDIF marks base64: `userPassword:: e1NT`.
  if (unitAt(text, at + 1) === COLON) return unitAt(text, at + 2) !== 32;
  if (unitAt(text, at - 1) === COLON) return true;
  const before = unitAt(text, key.start - 1);
  if (before === 47) {
    // `username/password: ann/x`
    const isUser = /(?:user(?:name)?|login)\/$/i.test(
      text.slice(Math.max(0, key.start - 12), key.start),
    );
    return isWord(unitAt(text, key.start - 2)) && !isUser;
  }
  if (before !== COLON) return false;
  // Where a log line comes from: `app::token: refreshed`.
  if (unitAt(text, key.start - 2) === COLON && unitAt(text, at + 1) === 32) return true;
  let start = key.start;
  while (key.start - start < 128 && unitAt(text, start - 1) > 32) start--;
  meter.steps += key.start - start;
  return /(?:^|["'(,=])(?:arn|urn):/.test(text.slice(start, key.start));
}

/** When a key's value is a secret, considering the words before the key: `API key: …`. */
function secrecyInText(text: string, key: Key): Secrecy | undefined {
  const { name, secrecy: own, isLastOfSeveral } = key.known;
  if (isQuote(unitAt(text, key.start - 1))) return own;
  if (own === undefined && !isLastOfSeveral) return undefined;
  const before = wordBefore(text, key.start);
  if (isLastOfSeveral) {
    const spaced = secrecyOfSpaced(text, name, before);
    if (spaced !== undefined) return spaced;
    if (own === undefined && isBareInQuery(text, key)) return 'key';
  }
  if (own !== undefined && before !== undefined) {
    return isHarmlessAfter(name, text.slice(before.start, before.end)) ? undefined : own;
  }
  return own;
}

/** How secret the value at `from` is because of its key's parent: `{"api":{"key":"…"}}`. */
function secrecyInParent(text: string, key: Key, from: number): Secrecy | undefined {
  const { name } = key.known;
  if (!isNestedName(name)) return undefined;
  const parent = parentOf(text, key.start);
  const nested = parent === undefined ? undefined : nestedUnder(parent, name);
  if (nested?.secrecy !== 'code') return nested?.secrecy;
  CODE.lastIndex = from;
  return CODE.test(text) ? 'code' : undefined;
}

/** The secrecy of a name that begins up to three words earlier, with single spaces. */
function secrecyOfSpaced(
  text: string,
  last: string,
  before: Span | undefined,
): Secrecy | undefined {
  let from = before;
  let name = last;
  for (let words = 2; words <= 4 && from !== undefined; words++) {
    name = `${text.slice(from.start, from.end)}_${name}`;
    const found = secrecyOf(name);
    if (found !== undefined) return found;
    from = wordBefore(text, from.start);
  }
  return undefined;
}

function wordBefore(text: string, at: number): Span | undefined {
  const end = at - 1;
  if (unitAt(text, end) !== 32) return undefined;
  let start = end;
  while (
    end - start < 24 &&
    (isLetter(unitAt(text, start - 1)) || isForeign(unitAt(text, start - 1)))
  )
    start--;
  meter.steps += end - start;
  if (start === end) return undefined;
  const isPart = isDigit(unitAt(text, start - 1)) && !/^2FA/i.test(text.slice(start - 1, end));
  return isPart ? undefined : { start, end };
}

function isForeign(unit: number): boolean {
  return unit >= 128 && isWord(unit);
}

/** `?key=…` and `&code=…`, which could be anything outside a query. */
function isBareInQuery(text: string, key: Key): boolean {
  return /^(?:key|code)$/.test(key.known.name) && isInQuery(text, key.start);
}

function isInQuery(text: string, start: number): boolean {
  const before = unitAt(text, start - 1);
  return before === 63 || before === 38 || (before === 59 && text.startsWith('&amp', start - 5));
}

function isQuote(unit: number): boolean {
  return unit === 34 || unit === 39 || unit === 96;
}

/** ASCII letters, digits, `_`, `-` and `.`. */
const KEY = new Uint8Array(128);
for (let unit = 0; unit < 128; unit++)
  KEY[unit] = Number(isWord(unit) || unit === 45 || unit === 46);

function isKey(unit: number): boolean {
  return unit < 128 ? KEY[unit] === 1 : isWord(unit);
}
