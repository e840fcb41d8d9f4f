import { isAlphanumeric, unitAt } from '../../../chars.js';
import { meter } from '../../../meter.js';

/** The most characters of a value that are read. */
export const MAX_VALUE = 4096;
const MAX_ESCAPES = 8;

/** A quote and the backslashes before it; a string inside a string has more of them. */
export interface Quote {
  unit: number;
  escapes: number;
  /** Where the quoted text begins. */
  from: number;
}

/** The quote at `at`, which may be escaped: `"`, `\"`, `\\\"`. */
export function quoteAt(text: string, at: number): Quote | undefined {
  let from = at;
  while (from - at < MAX_ESCAPES && unitAt(text, from) === 92) from++;
  const unit = unitAt(text, from);
  if (unit !== 34 && unit !== 39 && unit !== 96) return undefined;
  return { unit, escapes: from - at, from: from + 1 };
}

/** Where the quoted text ends: before its closing quote, or at the end of the line or text. */
export function quotedEnd(text: string, { unit, escapes, from }: Quote): number {
  let end = from;
  let slashes = 0;
  for (; end < text.length && end - from < MAX_VALUE; end++) {
    const next = unitAt(text, end);
    if (next === 10) break;
    if (next === 92) {
      slashes++;
      continue;
    }
    // Fewer backslashes end an outer string, more an inner one.
    if (next === unit && (escapes > 0 ? slashes <= escapes : slashes % 2 === 0)) {
      if (escapes > 0 || end === from || !isDoubled(text, end)) break;
      end++;
    }
    slashes = 0;
  }
  meter.steps += end - from;
  const isClosed = unitAt(text, end) === unit;
  return Math.max(from, Math.min(end, text.length) - (isClosed ? Math.min(slashes, escapes) : 0));
}

/** Whether a quote is escaped by doubling, as in SQL: `'ab''cd'`. */
function isDoubled(text: string, at: number): boolean {
  return (
    unitAt(text, at) === 39 && unitAt(text, at + 1) === 39 && isAlphanumeric(unitAt(text, at + 2))
  );
}

/** Where the text continues after the closing quote at `end`. */
export function afterQuote(text: string, quote: Quote, end: number): number {
  let at = end;
  while (at - end < quote.escapes && unitAt(text, at) === 92) at++;
  return unitAt(text, at) === quote.unit ? at + 1 : end;
}

/** Skips up to `most` spaces and tabs. */
export function skipSpaces(text: string, at: number, most: number): number {
  let next = at;
  while (next - at < most && (unitAt(text, next) === 32 || unitAt(text, next) === 9)) next++;
  return next;
}
