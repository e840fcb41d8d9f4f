import type { Detector, Span } from '../types.js';
import { DASH, digitsOf, SPACE } from './boundaries.js';

/** Digits in groups with one separator between them. */
const RUN = new RegExp(`\\d+(?:[${DASH}${SPACE}]\\d+)*`, 'gu');
const GROUP = /\d+/g;

/** Issuers' first digits and lengths: ISO/IEC 7812 and the networks' published ranges. */
const ISSUED = [
  /^4(?:\d{12}|\d{15}|\d{18})$/, // Visa
  /^(?:5[1-5]|2[2-7])\d{14}$/, // Mastercard
  /^3[47]\d{13}$/, // American Express
  /^3[0689]\d{12,17}$/, // Diners Club
  /^35\d{14,17}$/, // JCB
  /^(?:6011|64[4-9]|65|62|81)\d{12,17}$/, // Discover, UnionPay
  /^(?:5[06-8]|6)\d{10,17}$/, // Maestro, RuPay
];

const MIN_DIGITS = 12;
/** Every card's first group is of 4, or it is not grouped at all. */
const MIN_GROUP = 4;
const MAX_DIGITS = 19;

/** Payment card numbers, grouped or not, whose issuer exists and whose check digit is right. */
export const card: Detector = {
  kind: 'card',
  gate: /\d[^\d]?\d[^\d]?\d[^\d]?\d/,
  *find(text): Iterable<Span> {
    for (const { 0: run, index } of text.matchAll(RUN)) {
      if (run.length >= MIN_DIGITS) yield* cardsIn(run, index, text);
    }
  },
};

/** Other numbers may stand before and after the card: tries each group for its beginning. */
function* cardsIn(run: string, offset: number, text: string): Iterable<Span> {
  const groups = [...run.matchAll(GROUP)].map(({ 0: digits, index }) => ({
    start: index,
    end: index + digits.length,
  }));
  for (let first = 0; first < groups.length; first++) {
    const { start = 0, end: firstEnd = 0 } = groups[first] ?? {};
    if (firstEnd - start < MIN_GROUP) continue;
    let found: number | undefined;
    for (let last = first; last < groups.length; last++) {
      const end = groups[last]?.end ?? 0;
      // One separator a digit at the most.
      if (end - start > 2 * MAX_DIGITS) break;
      const digits = digitsOf(run.slice(start, end));
      if (digits.length > MAX_DIGITS) break;
      const glued = isGlued(text, offset + start, offset + end);
      if (digits.length >= MIN_DIGITS && !glued && isCard(digits)) found = last;
    }
    if (found !== undefined) {
      yield [offset + start, offset + (groups[found]?.end ?? 0)];
      first = found;
    }
  }
}

/** Part of a word, a hexadecimal id or a fraction. */
function isGlued(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 2), start);
  return /[\p{L}_]-?$|\d\.$/u.test(before) || /^[\p{L}_]/u.test(text.slice(end, end + 2));
}

function isCard(digits: string): boolean {
  return ISSUED.some((range) => range.test(digits)) && passesLuhn(digits);
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
