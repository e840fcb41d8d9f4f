import { isDigit, isWord, unitAt } from '../../../chars.js';
import { meter } from '../../../meter.js';
import type { Finding } from '../../../types.js';
import { isDetail } from '../names/secrecy.js';
import { push } from '../span.js';
import { afterQuote, quoteAt, quotedEnd } from './quotes.js';

const MAX_STRUCTURE = 16_384;
const MAX_KEY = 64;
const NUMBER = /-?\d{1,24}(?:\.\d{1,24})?(?:[eE][+-]?\d{1,3})?(?![\w.])/y;
const LITERAL = /true|false|null|nil|None|True|False|undefined/y;

/**
 * Finds the strings and numbers in the list or object that begins at `at`, in the notation of JSON,
 * JavaScript, Python or Ruby, up to its end or to anything else; with `isFlat`, up to a list or object in
 * it. Returns where the scan continues: where it stopped, or at the first value that is no secret, which
 * may be an address. Where others are nested in it, it stopped, or each level would be read again.
 */
export function secretsInside(
  text: string,
  at: number,
  isSecret: (value: string) => boolean,
  findings: Finding[],
  isFlat = false,
): number {
  let depth = 0;
  let isNested = false;
  let visible = -1;
  let key = '';
  let next = at;
  const limit = Math.min(text.length, at + MAX_STRUCTURE);
  const value = (start: number, end: number): void => {
    const isHidden = (key === '' || !isDetail(key)) && isSecret(text.slice(start, end));
    if (isHidden && end > start) push(findings, { start, end });
    else if (visible < 0) visible = start;
  };
  while (next < limit) {
    const unit = unitAt(text, next);
    if (unit === 123 || unit === 91) {
      if (depth > 0 && isFlat) break;
      isNested = depth > 0 || isNested;
      depth++;
      key = '';
      next++;
    } else if (unit === 125 || unit === 93) {
      next++;
      if (--depth === 0) break;
    } else if (unit <= 32 || unit === 44 || unit === 58) {
      if (unit === 44) key = '';
      next++;
    } else if (unit === 61 && unitAt(text, next + 1) === 62) {
      next += 2;
    } else {
      const quote = quoteAt(text, next);
      if (quote !== undefined) {
        const end = quotedEnd(text, quote);
        const after = afterQuote(text, quote, end);
        if (isKeyEnd(text, after))
          key = text.slice(quote.from, Math.min(end, quote.from + MAX_KEY));
        else value(quote.from, end);
        if (after === end) break;
        next = after;
      } else {
        const end = bareTokenEnd(text, next, value, (name) => (key = name));
        if (end === next) break;
        next = end;
      }
    }
  }
  meter.steps += next - at;
  return visible < 0 || isNested ? next : visible;
}

/** Skips a number, a literal or a name without quotes; returns `at` for anything else. */
function bareTokenEnd(
  text: string,
  at: number,
  value: (start: number, end: number) => void,
  name: (key: string) => void,
): number {
  NUMBER.lastIndex = at;
  if ((isDigit(unitAt(text, at)) || unitAt(text, at) === 45) && NUMBER.test(text)) {
    value(at, NUMBER.lastIndex);
    return NUMBER.lastIndex;
  }
  LITERAL.lastIndex = at;
  if (LITERAL.test(text)) return LITERAL.lastIndex;
  let end = at;
  while (end - at < MAX_KEY && (isWord(unitAt(text, end)) || unitAt(text, end) === 36)) end++;
  if (end === at || !isKeyEnd(text, end)) return at;
  name(text.slice(at, end));
  return end;
}

function isKeyEnd(text: string, at: number): boolean {
  let next = at;
  while (next - at < 3 && unitAt(text, next) === 32) next++;
  const unit = unitAt(text, next);
  return unit === 58 || (unit === 61 && unitAt(text, next + 1) === 62);
}
