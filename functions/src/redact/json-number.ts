import { isDigit, unitAt } from './chars.js';

const NUMBER = /^-?[0-9]{1,32}(?:\.[0-9]{1,32})?$/;
const MAX_NUMBER = 64;
const MAX_SPACES = 16;
const MAX_BACKSLASHES = 16;
const QUOTE = 34;
const BACKSLASH = 92;
const MINUS = 45;

/**
 * What must surround a marker that replaces a JSON number, so that the result is still JSON: a quote,
 * with backslashes if the JSON is inside a JSON string; nothing elsewhere.
 */
export type QuoteOf = (span: { start: number; end: number }) => string;

/** The quotes for a text's numbers. Parses each line once, and only if needed. */
export function quotesIn(text: string): QuoteOf {
  const lines = new Map<number, ReadonlySet<number>>();
  const isNumberOfLine = (at: number): boolean => {
    const start = text.lastIndexOf('\n', at - 1) + 1;
    let numbers = lines.get(start);
    if (numbers === undefined) {
      const newline = text.indexOf('\n', at);
      numbers = numbersOf(text.slice(start, newline < 0 ? text.length : newline));
      lines.set(start, numbers);
    }
    return numbers.has(at - start);
  };
  return ({ start, end }) => {
    const length = end - start;
    if (length > MAX_NUMBER || !mayBeginNumber(unitAt(text, start))) return '';
    if (!NUMBER.test(text.slice(start, end))) return '';
    if (!endsValue(text, end)) return '';
    const before = skipSpaces(text, start);
    const lead = unitAt(text, before - 1);
    if (lead === 58) return quoteOfName(text, skipSpaces(text, before - 1));
    return (lead === 91 || lead === 44) && isNumberOfLine(start) ? '"' : '';
  };
}

function mayBeginNumber(unit: number): boolean {
  return isDigit(unit) || unit === MINUS;
}

/** Whether `,`, `}`, `]` or the end of the line follows. */
function endsValue(text: string, end: number): boolean {
  let at = end;
  while (at - end < MAX_SPACES && isSpace(unitAt(text, at))) at++;
  const unit = unitAt(text, at);
  return unit === 44 || unit === 125 || unit === 93;
}

/** The quote that ends a member's name, with its backslashes. */
function quoteOfName(text: string, end: number): string {
  if (unitAt(text, end - 1) !== QUOTE) return '';
  let start = end - 1;
  while (end - start <= MAX_BACKSLASHES && unitAt(text, start - 1) === BACKSLASH) start--;
  return text.slice(start, end);
}

function skipSpaces(text: string, at: number): number {
  let start = at;
  while (at - start < MAX_SPACES && isSpace(unitAt(text, start - 1))) start--;
  return start;
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 10 || unit === 13;
}

/** Where the numbers in a line of JSON begin; empty if it is not JSON. */
function numbersOf(line: string): ReadonlySet<number> {
  const numbers = new Set<number>();
  if (!isJson(line)) return numbers;
  let isInString = false;
  for (let at = 0; at < line.length; at++) {
    const unit = unitAt(line, at);
    if (unit === QUOTE) isInString = !isInString;
    else if (isInString) at += unit === BACKSLASH ? 1 : 0;
    else if (unit === MINUS || isDigit(unit)) {
      numbers.add(at);
      while (isOfNumber(unitAt(line, at + 1))) at++;
    }
  }
  return numbers;
}

/** A digit, a sign, a decimal point or the `e` before an exponent. */
function isOfNumber(unit: number): boolean {
  return isDigit(unit) || unit === MINUS || unit === 43 || unit === 46 || (unit | 32) === 101;
}

function isJson(line: string): boolean {
  if (!/^\s{0,64}[[{]/.test(line.slice(0, 65))) return false;
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}
