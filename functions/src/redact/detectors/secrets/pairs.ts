import { isLetter, isWord, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import { isSecretKey, mayEndSecretKey } from './sensitive-keys.js';

const MAX_KEY = 48;
const MAX_VALUE = 4096;

/** What stands for no value, or for one that is already gone. */
export const NO_VALUE =
  /^(?:null|nil|none|undefined|true|false|yes|no|ok|empty|same-origin|include|omit|required|missing|invalid|\*{1,80}|x{3,80}|\.{3}|<[^>]{0,64}>?|\[[A-Za-z_ :-]{0,40}\]?|\$\{?[\w.]{0,64}\}?|%[sdv]|\{\w{0,32}\}?|\(null\)|-)$/i;

/** After `Authorization:`, how the credential is used; stays. */
export const SCHEME =
  /(?:Bearer|Basic|Digest|Token|ApiKey|Api-Key|Negotiate|NTLM|AWS4-HMAC-SHA256)[ \t]{1,4}/iy;

/** The value of a pair whose `=` or `:` is at `at`, if its key says that it is a secret. */
export function secretOfPair(text: string, at: number): { start: number; end: number } | undefined {
  let keyEnd = at;
  while (at - keyEnd < 3 && unitAt(text, keyEnd - 1) === 32) keyEnd--;
  for (let quotes = 0; quotes < 2 && isQuote(unitAt(text, keyEnd - 1)); quotes++) keyEnd--;
  if (!mayEndSecretKey(text, keyEnd)) return undefined;
  let keyStart = keyEnd;
  while (keyEnd - keyStart < MAX_KEY && isKey(unitAt(text, keyStart - 1))) keyStart--;
  meter.steps += keyEnd - keyStart;
  const key = text.slice(keyStart, keyEnd);
  if (!isSecretKey(key)) return undefined;
  let from = at + 1;
  // `=>`, `==`, `:=`
  if (unitAt(text, from) === 62 || unitAt(text, from) === 61) from++;
  return secretValue(text, from, key, unitAt(text, at) === 58);
}

/** `--password value`: the value after the flag that begins at `at`, behind its dashes. */
export function secretOfFlag(text: string, at: number): { start: number; end: number } | undefined {
  let end = at;
  while (end - at < MAX_KEY && isKey(unitAt(text, end))) end++;
  meter.steps += end - at;
  if (unitAt(text, end) !== 32 || !mayEndSecretKey(text, end)) return undefined;
  const key = text.slice(at, end);
  if (!isSecretKey(key) || unitAt(text, end + 1) === 45) return undefined;
  return secretValue(text, end + 1, key, false);
}

function isQuote(unit: number): boolean {
  return unit === 34 || unit === 39 || unit === 96 || unit === 92;
}

function isKey(unit: number): boolean {
  return isWord(unit) || unit === 45 || unit === 46;
}

function secretValue(
  text: string,
  from: number,
  key: string,
  colon: boolean,
): { start: number; end: number } | undefined {
  let start = from;
  while (start - from < 3 && (unitAt(text, start) === 32 || unitAt(text, start) === 9)) start++;
  if (unitAt(text, start) === 92) start++;
  const quote = unitAt(text, start);
  if (quote === 34 || quote === 39 || quote === 96) {
    const end = quotedEnd(text, start + 1, quote);
    return checked(text, start + 1, end);
  }
  if (/authorization$/i.test(key)) {
    SCHEME.lastIndex = start;
    if (SCHEME.test(text)) {
      const rest = SCHEME.lastIndex;
      const whole = /^(?:Digest|AWS4)/i.test(text.slice(start, start + 6));
      return checked(text, rest, whole ? lineEnd(text, rest) : bareEnd(text, rest));
    }
  }
  if (colon && /cookie$/i.test(key)) return checked(text, start, lineEnd(text, start));
  const end = bareEnd(text, start);
  // A call in a program: `token = sign(…`.
  if (unitAt(text, end) === 40) return undefined;
  // `password: must have a digit` is prose, `password: hunter2` is none.
  if (colon && isProse(text, start, end)) return undefined;
  if (/^(?:pass|pin)$/i.test(key) && /^[\d.]{1,3}$/.test(text.slice(start, end))) return undefined;
  return checked(text, start, end);
}

/** Whether a value stands for none, as `null`, or hides one already, as `***`. */
export function isNoValue(value: string): boolean {
  return NO_VALUE.test(value.slice(0, 80));
}

function checked(
  text: string,
  start: number,
  end: number,
): { start: number; end: number } | undefined {
  if (end <= start || isNoValue(text.slice(start, Math.min(end, start + 80)))) return undefined;
  return { start, end };
}

function quotedEnd(text: string, start: number, quote: number): number {
  let end = start;
  for (; end < text.length && end - start < MAX_VALUE; end++) {
    const unit = unitAt(text, end);
    if (unit === quote || unit === 10) break;
    if (unit === 92) {
      if (unitAt(text, end + 1) === quote && unitAt(text, start - 2) === 92) break;
      end++;
    }
  }
  meter.steps += end - start;
  return Math.min(end, text.length);
}

const ENDS_VALUE = new Set(' \t\r\n"\'`,;&|<>()[]{}\\'.split('').map((char) => char.charCodeAt(0)));

/** Up to what ends a value; `[REDACTED]` is one value. */
function bareEnd(text: string, start: number): number {
  if (unitAt(text, start) === 91)
    return start + (/^\[[^\]\s]{0,40}\]?/.exec(text.slice(start, start + 44))?.[0].length ?? 0);
  let end = start;
  while (end < text.length && end - start < MAX_VALUE && !ENDS_VALUE.has(unitAt(text, end))) end++;
  meter.steps += end - start;
  // A sentence's end.
  while (end > start && (unitAt(text, end - 1) === 46 || unitAt(text, end - 1) === 58)) end--;
  return end;
}

function lineEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start < MAX_VALUE) {
    const unit = unitAt(text, end);
    if (unit === 10 || unit === 13 || unit === 34) break;
    end++;
  }
  meter.steps += end - start;
  while (end > start && unitAt(text, end - 1) === 32) end--;
  return end;
}

/** A word of letters that others follow. */
function isProse(text: string, start: number, end: number): boolean {
  if (!/^[A-Za-z'’-]*$/.test(text.slice(start, Math.min(end, start + 40)))) return false;
  let next = end;
  while (next - end < 2 && unitAt(text, next) === 32) next++;
  return next > end && isLetter(unitAt(text, next)) && unitAt(text, start) !== 34;
}
