import { FOLDABLE, isDigit, isHighSurrogate, wideClass, unitAt } from './chars.js';
import { meter } from './meter.js';

/** A text with its numbers as a person reads them, and where each of its units was. */
export interface Folded {
  text: string;
  /** For each unit of `text`, and for its end: the offset in the original. */
  starts: Int32Array;
  /** For each unit of `text`: the end of what it stands for in the original. */
  ends: Int32Array;
}

const DIGIT = /^\p{Nd}$/u;
const DASH = /^[\p{Pd}\u2212]$/u;
const SPACE = /^\p{Zs}$/u;
const PICTOGRAPH = /^\p{Extended_Pictographic}$/u;
/** Turns the preceding character into a keycap or an emoji, and belongs to it. */
const VARIATION = /^[\ufe0e\ufe0f\u20e3]$/u;

/**
 * Turns digits of every script into ASCII digits, dashes into `-`, spaces into a plain space, and
 * full-width forms into ASCII; removes zero-width characters; a pictograph between digits separates.
 */
export function fold(text: string): Folded {
  meter.steps += text.length;
  const starts = new Int32Array(text.length + 1);
  const ends = new Int32Array(text.length + 1);
  const parts: string[] = [];
  let size = 0;
  /** Where the text that is not in `parts` yet begins. */
  let from = 0;
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) ?? 0;
    if (point < 128) {
      starts[size] = at;
      ends[size] = ++at;
      size++;
      continue;
    }
    if (at > from) parts.push(text.slice(from, at));
    const width = point > 0xffff ? 2 : 1;
    const char = text.slice(at, at + width);
    const folded = foldCharacter(char, point, text, at);
    if (folded === '' && size > 0 && VARIATION.test(char)) ends[size - 1] = at + width;
    for (let unit = 0; unit < folded.length; unit++) {
      const whole = folded.length !== width;
      starts[size] = whole ? at : at + unit;
      ends[size] = whole ? at + width : at + unit + 1;
      size++;
    }
    parts.push(folded);
    at += width;
    from = at;
  }
  if (from < text.length) parts.push(text.slice(from));
  starts[size] = text.length;
  return { text: parts.join(''), starts, ends };
}

/** Whether the surrogate pair at `at` has to be folded: a digit, or a pictograph after one. */
export function isFoldablePair(text: string, at: number): boolean {
  if (!isHighSurrogate(unitAt(text, at))) return false;
  const char = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return DIGIT.test(char) || (isDigit(unitAt(text, at - 1)) && PICTOGRAPH.test(char));
}

/** Units that always fold to the same text, and that text. */
const FOLDED = new Map<number, string>();

function foldCharacter(char: string, point: number, text: string, at: number): string {
  const known = FOLDED.get(point);
  if (known !== undefined) return known;
  const folded = foldUnknown(char, point, text, at);
  if (point >= 128 && (point > 0xffff || wideClass(point) === FOLDABLE) && folded !== char) {
    if (DIGIT.test(char) || point <= 0xffff) FOLDED.set(point, folded);
  }
  return folded;
}

function foldUnknown(char: string, point: number, text: string, at: number): string {
  if (point <= 0xffff && wideClass(point) !== FOLDABLE) {
    return isBetweenDigits(text, at, 1) && PICTOGRAPH.test(char) ? ' ' : char;
  }
  if (point >= 0xff01 && point <= 0xff5e) return String.fromCharCode(point - 0xfee0);
  if (DIGIT.test(char)) return String(digitValue(point));
  if (DASH.test(char)) return '-';
  if (SPACE.test(char)) return ' ';
  if (point > 0xffff) return isBetweenDigits(text, at, 2) && PICTOGRAPH.test(char) ? ' ' : char;
  return '';
}

/** A script's digits are ten consecutive code points, beginning with its zero (Unicode, 4.6). */
function digitValue(point: number): number {
  // The mathematical digits follow one another without a gap.
  if (point >= 0x1d7ce && point <= 0x1d7ff) return (point - 0x1d7ce) % 10;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(point - value - 1))) value++;
  return value;
}

function isBetweenDigits(text: string, at: number, width: number): boolean {
  let after = at + width;
  if (unitAt(text, after) === 0xfe0f) after++;
  return isAnyDigit(unitAt(text, at - 1)) && isAnyDigit(unitAt(text, after));
}

function isAnyDigit(unit: number): boolean {
  if (unit < 128) return isDigit(unit);
  return wideClass(unit) === FOLDABLE && DIGIT.test(String.fromCharCode(unit));
}
