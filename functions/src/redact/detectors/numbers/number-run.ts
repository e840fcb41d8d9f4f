import { isDigit, joinsWord, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import { ipv6Around, ipv6Start } from './ip.js';

/** The separator of two groups of digits, as one character of the run's shape. */
export const SPACE = ' ';
export const DASH = '-';
export const DOT = '.';
export const SLASH = '/';
/** An opening bracket, alone or after a space or dash. */
export const OPEN = '(';
/** A closing bracket, alone or before a space or dash. */
export const CLOSE = ')';
/** A dash or slash between two spaces. */
export const SPACED = '~';
/** A dash or slash followed by a space. */
export const TRAILED = ';';

const CODE = {
  space: 32,
  open: 40,
  close: 41,
  plus: 43,
  comma: 44,
  dash: 45,
  dot: 46,
  slash: 47,
  colon: 58,
} as const;

/** Groups of digits with one separator between each; what a person reads as one or more numbers. */
export interface NumberRun {
  text: string;
  /** Offsets of each group. */
  starts: number[];
  ends: number[];
  /** The separator before each group; empty for the first. */
  separators: string[];
  end: number;
}

/** Runs with fewer digits are skipped unread. */
export const MIN_DIGITS = 6;
/** How many dots an IPv4 address has. */
const MIN_DOTS = 3;
/** How many digits one part of an IPv6 address has. */
const MAX_HEX_DIGITS = 4;

/** The result of {@link measureRun}. */
export const measured = { end: 0, digits: 0, groups: 0, dots: 0 };

/**
 * Measures the run that begins with the digit at `from` and whose first group ends at `firstEnd`.
 * Returns whether it is worth reading.
 */
export function measureRun(text: string, from: number, firstEnd: number): boolean {
  let end = firstEnd;
  let digits = end - from;
  let dots = 0;
  let groups = 1;
  for (;;) {
    const next = separatorEnd(text, end);
    if (next < 0) break;
    if (unitAt(text, end) === CODE.dot) dots++;
    end = next + 1;
    while (end < text.length && isDigit(text.charCodeAt(end))) end++;
    digits += end - next;
    groups++;
  }
  meter.steps += end - from;
  measured.end = end;
  measured.digits = digits;
  measured.groups = groups;
  measured.dots = dots;
  return digits >= MIN_DIGITS || dots >= MIN_DOTS;
}

/** Reads the run that begins with the digit at `from`. */
export function readRun(text: string, from: number): NumberRun {
  const starts: number[] = [];
  const ends: number[] = [];
  const separators: string[] = [];
  let at = from;
  let separator = '';
  for (;;) {
    let end = at + 1;
    while (isDigit(unitAt(text, end))) end++;
    starts.push(at);
    ends.push(end);
    separators.push(separator);
    const next = separatorEnd(text, end);
    if (next < 0) {
      meter.steps += end - from;
      return { text, starts, ends, separators, end };
    }
    separator = separatorOf(text, end, next);
    at = next;
  }
}

/** Whether another group may follow this after digits: a space, bracket, `-`, `.` or `/`. Cheap. */
export function mayBeSeparator(unit: number): boolean {
  if (unit > CODE.slash || unit < CODE.space) return false;
  return unit === CODE.space || unit >= CODE.dash || unit === CODE.open || unit === CODE.close;
}

/** Where the next group begins, or -1. */
function separatorEnd(text: string, at: number): number {
  const first = unitAt(text, at);
  if (!mayBeSeparator(first)) return -1;
  const second = unitAt(text, at + 1);
  if (isDigit(second)) return first === CODE.space && isIpv6(text, at + 1) ? -1 : at + 1;
  // `) 1`, `)-1`, `).1`, `)(1`; ` (1`, `-(1`; `/ 1`, `- 1`
  const pair =
    first === CODE.close
      ? second === CODE.space || second === CODE.dash || second === CODE.dot || second === CODE.open
      : first === CODE.dash || first === CODE.slash
        ? second === CODE.space || (second === CODE.open && first === CODE.dash)
        : first === CODE.space && second === CODE.open;
  const third = unitAt(text, at + 2);
  if (pair && isDigit(third)) return at + 2;
  // `) (1`
  if (first === CODE.close && second === CODE.space && third === CODE.open) {
    return isDigit(unitAt(text, at + 3)) ? at + 3 : -1;
  }
  // ` - 1`, ` / 1`
  if (first !== CODE.space || third !== CODE.space) return -1;
  if (second !== CODE.dash && second !== CODE.slash) return -1;
  return isDigit(unitAt(text, at + 3)) ? at + 3 : -1;
}

/** Whether an IPv6 address begins at `at`: `2001:db8::1` after a number is not part of it. */
function isIpv6(text: string, at: number): boolean {
  let end = at + 1;
  while (end - at <= MAX_HEX_DIGITS && isDigit(unitAt(text, end))) end++;
  if (unitAt(text, end) !== CODE.colon) return false;
  return ipv6Around(text, end) < 0 && ipv6Start(text, end) === at;
}

function separatorOf(text: string, at: number, next: number): string {
  const first = unitAt(text, at);
  if (first === CODE.close) return CLOSE;
  if (next - at === 3) return SPACED;
  if (next - at === 2 && unitAt(text, at + 1) === CODE.space) return TRAILED;
  if (first === CODE.open || next - at === 2) return OPEN;
  return text[at] ?? '';
}

/**
 * Whether a number may begin at `at`: not after a letter or digit, nor after `ORD-`, which makes it
 * an id, nor after `1-`, `1.` or `1:`, of which it would be the rest.
 */
export function beginsAt(text: string, at: number): boolean {
  const before = unitAt(text, at - 1);
  if (joinsWord(before)) return false;
  const second = unitAt(text, at - 2);
  if (before === CODE.dash) return !joinsWord(second);
  return !((before === CODE.dot || before === CODE.colon) && isDigit(second));
}

/** Whether a number may end at `at`: nothing follows that would continue it. */
export function endsAt(text: string, at: number): boolean {
  const after = unitAt(text, at);
  if (joinsWord(after)) return false;
  return !(
    (after === CODE.dash || after === CODE.dot || after === CODE.slash || after === CODE.colon) &&
    isDigit(unitAt(text, at + 1))
  );
}

/** Whether a comma and another number precede or follow: `1,234`, `40.7,-74.0`. */
export function touchesComma(text: string, at: number, end: number): boolean {
  return (
    (unitAt(text, at - 1) === CODE.comma && isDigit(unitAt(text, at - 2))) ||
    (unitAt(text, end) === CODE.comma && isDigit(unitAt(text, end + 1)))
  );
}

/** Whether a plus in a path makes this a phone number: `/PhoneNumbers/+15551234567`. */
export function isPlusInPath(text: string, at: number): boolean {
  return unitAt(text, at - 1) === CODE.slash && unitAt(text, at) === CODE.plus;
}

/** Whether this is in a path, an anchor or an item's number: `/srv/555-0199`, `#555-0199`. */
export function isInPath(text: string, at: number): boolean {
  const before = unitAt(text, at - 1);
  return before === CODE.slash || before === 35 || before === 92;
}

/** Groups `first` to `last` of a run; its shape is their lengths and separators: `(3)3-4`. */
export interface Segment {
  run: NumberRun;
  first: number;
  last: number;
  /** Each group's length as one base-36 digit (`z` for 35 and more), and the separators. */
  shape: string;
}

const MAX_LENGTH = 35;

export function toSegment(run: NumberRun, first: number, last: number): Segment {
  let shape = '';
  for (let group = first; group <= last; group++) {
    if (group > first) shape += run.separators[group];
    shape += Math.min(MAX_LENGTH, lengthOf(run, group)).toString(36);
  }
  meter.steps += shape.length;
  return { run, first, last, shape };
}

export function lengthOf({ starts, ends }: NumberRun, group: number): number {
  return (ends[group] ?? 0) - (starts[group] ?? 0);
}

/** The digits of groups `first` to `last`. */
export function digitsOf(run: NumberRun, first: number, last: number): string {
  let digits = '';
  for (let group = first; group <= last; group++) {
    digits += run.text.slice(run.starts[group], run.ends[group]);
  }
  meter.steps += digits.length;
  return digits;
}

/** Whether a number may begin with group `group` of a segment. */
export function canBegin({ run, first }: Segment, group: number): boolean {
  const start = run.starts[group] ?? 0;
  if (group > first) {
    const separator = run.separators[group];
    if (separator === SPACE || separator === TRAILED) return true;
    return separator === OPEN && run.text[start - 2] === ' ';
  }
  const open = unitAt(run.text, start - 1) === CODE.open;
  return beginsAt(run.text, open ? start - 1 : start);
}

/** Whether a number may end with group `group` of a segment. */
export function canEnd({ run, last }: Segment, group: number): boolean {
  const end = run.ends[group] ?? 0;
  if (group < last) {
    const separator = run.separators[group + 1];
    if (separator === SPACE || separator === TRAILED) return true;
    return separator === OPEN && run.text[end] === ' ';
  }
  return endsAt(run.text, end);
}
