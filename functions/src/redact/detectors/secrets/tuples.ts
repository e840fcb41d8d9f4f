import { isWord, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { Finding } from '../../types.js';
import { mayEndSecretName } from './names/endings.js';
import { secrecyOf } from './names/secrecy.js';
import { push } from './span.js';
import { quoteAt, quotedEnd } from './values/quotes.js';
import { isSecretValue } from './values/shapes.js';

/** Headers that may be anywhere in a flat list of names and values. */
const HEADER =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]{0,40}(?:key|token|secret|auth|signature))$/i;

/** Whether a name is a header with credentials. */
export function isHeaderName(name: string): boolean {
  return HEADER.test(name);
}

/**
 * Pushes the value of `["Authorization", "…"]`: a list of two, or a header in a flat list. The name
 * ends at `end`, before its quote.
 */
export function secretOfTuple(text: string, end: number, findings: Finding[]): number {
  const closing = unitAt(text, end);
  let at = end + 1;
  const separator = unitAt(text, at);
  if ((separator !== 44 && separator !== 59) || !mayEndSecretName(text, end)) return 0;
  let start = end;
  while (end - start < 64 && isNamePart(unitAt(text, start - 1))) start--;
  meter.steps += end - start;
  if (unitAt(text, start - 1) !== closing) return 0;
  const name = text.slice(start, end);
  if (separator === 59) return secretOfSerialized(text, name, at, findings);
  const isPair = /[[(]$/.test(text.slice(Math.max(0, start - 2), start - 1));
  if (!isPair && !HEADER.test(name)) return 0;
  if (secrecyOf(name) === undefined) return 0;
  const secrecy = HEADER.test(name) ? 'always' : 'random';
  while (at - end < 4 && (unitAt(text, at) === 44 || unitAt(text, at) === 32)) at++;
  const quote = quoteAt(text, at);
  if (quote === undefined) return 0;
  const last = quotedEnd(text, quote);
  // `["username","password"]` and longer lists of names are not pairs.
  const value = text.slice(quote.from, last);
  const isClosed = !isPair || HEADER.test(name) || /^["'] ?[\])]/.test(text.slice(last, last + 3));
  if (!isClosed || !(isSecretValue(secrecy, name, value) || isSpelt(name, value))) return 0;
  return last > quote.from ? push(findings, { start: quote.from, end: last }) : 0;
}

/** Also `-` and `.`, as in `("db.password", "…")`. */
function isNamePart(unit: number): boolean {
  return isWord(unit) || unit === 45 || unit === 46;
}

/** `('password', 'hunter2')`: any value with a digit and no space. */
function isSpelt(name: string, value: string): boolean {
  return (
    /^(?=\D{0,64}\d)(?=[^a-z]{0,64}[a-z])\S{6,128}$/i.test(value) &&
    secrecyOf(name) === 'always' &&
    isSecretValue('always', name, value)
  );
}

/** A string after its name in PHP's `serialize` format: `s:8:"password";s:9:"…"`. */
const SERIALIZED = /;s:\d{1,6}:(?=")/y;

function secretOfSerialized(text: string, name: string, at: number, findings: Finding[]): number {
  SERIALIZED.lastIndex = at;
  const secrecy = SERIALIZED.test(text) ? secrecyOf(name) : undefined;
  const quote = secrecy === undefined ? undefined : quoteAt(text, SERIALIZED.lastIndex);
  if (secrecy === undefined || quote === undefined) return 0;
  const end = quotedEnd(text, quote);
  const isSecret = end > quote.from && isSecretValue(secrecy, name, text.slice(quote.from, end));
  return isSecret ? push(findings, { start: quote.from, end }) : 0;
}
