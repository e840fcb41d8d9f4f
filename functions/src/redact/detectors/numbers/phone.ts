import { joinsWord, unitAt } from '../../chars.js';
import type { Span } from '../../types.js';
import {
  canBegin,
  canEnd,
  digitsOf,
  endsAt,
  isInPath,
  isPlusInPath,
  lengthOf,
  OPEN,
  type Segment,
  touchesComma,
} from './number-run.js';
import {
  hasCallingCode,
  isCallingCode,
  isInternational,
  isNationalWithTrunkZero,
} from './numbering-plans.js';
import {
  contextBefore,
  hasLabelAfter,
  isCounted,
  isLabelled,
  isLedTo,
  isNamedInPath,
  isNextToHan,
  isOfOtherThing,
  NAMED,
  NO_CONTEXT,
} from './phone-context.js';

/** A notation that identifies a phone number by itself. */
interface Form {
  /** The possible lengths of its first group; this rules out most numbers. */
  begins: string;
  /** The shape of its groups, from the start of the number. */
  shape: RegExp;
  verify: (number: Candidate) => boolean;
}

interface Candidate {
  segment: Segment;
  first: number;
  last: number;
  digits: string;
  start: number;
  hasExtension: boolean;
}

const PREFIX = '(?:[13][-. ])?';

/**
 * NPA-NXX-XXXX (https://nationalnanpa.com/about_us/abt_nanp.html), optionally after `1` or `001`.
 * Dashes and brackets are clear enough to accept invented areas and exchanges too; dots and spaces
 * also occur in ordinary numbers.
 */
const FORMS: readonly Form[] = [
  { begins: '13', shape: new RegExp(`${PREFIX}3-3-4`, 'y'), verify: hasUsualPrefix },
  { begins: '13', shape: new RegExp(`(?:[13][-. (])?3\\)3[-. ]4`, 'y'), verify: hasBracket },
  {
    begins: '13',
    shape: new RegExp(`${PREFIX}3\\.3\\.4`, 'y'),
    verify: (number) => hasUsualPrefix(number) && (number.hasExtension || isNanp(number.digits)),
  },
  {
    begins: '13',
    shape: new RegExp(`${PREFIX}(?:3-3 4|3 3-4)`, 'y'),
    verify: (number) => hasUsualPrefix(number) && (number.hasExtension || isNanp(number.digits)),
  },
  {
    begins: '13',
    shape: new RegExp(`${PREFIX}3 3 4`, 'y'),
    verify: (number) => number.hasExtension,
  },
  // NXX-XXXX. Only with a dash: `200 1234` and `123.4567` are ordinary numbers.
  { begins: '3', shape: /3-4/y, verify: ({ digits }) => digits >= '2' },
  // An area in brackets: `(85) 5986-8343`, `(027) 7972-805`, `(02) 1234 5678`.
  { begins: '2345', shape: /[2345]\)[345][- ]?[34](?:[- ][234])?/y, verify: isBracketedArea },
  // Russia and Kazakhstan: `8 (912) 345-67-89`, `8-912-345-67-89`.
  { begins: '1', shape: /1\(3\)3[- ]2[- ]2/y, verify: hasTrunkEight },
  { begins: '1', shape: /1-3-3-2-2/y, verify: hasTrunkEight },
  // A Chinese mobile number.
  { begins: '3', shape: /3-4-4/y, verify: ({ digits }) => /^1[3-9]/.test(digits) },
];

/** Also in other languages, and after `,,`, which are dialling pauses. */
const EXTENSION =
  /(?: ?(?:x|ext\.?|extension|#|(?:доб|вн|int|wew|dw)\.|interno|poste|durchwahl|nebenstelle|ramal|anexo|toestel|内线|內線|分机|分機|내선) ?|;ext=|,{2,4})\d{1,6}(?![\dA-Za-z])#?/iy;

const MIN_DIGITS = 7;
/** If a name precedes them. */
const MIN_NAMED_DIGITS = 6;
const MAX_DIGITS = 15; // ITU-T E.164
/** After `00`, since many short numbers in logs begin with zeros. */
const MIN_AFTER_ZEROS = 10;
/** Without the country code, but with the trunk prefix. */
const MAX_NATIONAL = 13;

/** The phone number that begins with a segment's group `first`: its span, and the next group. */
export function phoneAt(segment: Segment, first: number): PhoneFound | undefined {
  if (!canBegin(segment, first)) return undefined;
  const { text } = segment.run;
  const start = startOf(segment, first);
  if (isInPath(text, start)) {
    if (isPlusInPath(text, start)) return withPlus(segment, first, start);
    return isNamedInPath(text, start) ? inPath(segment, first, start) : undefined;
  }
  if (isOtherForm(segment, first)) return undefined;
  return (
    withPlus(segment, first, start) ??
    ofForm(segment, first, start) ??
    withDoubleZero(segment, first, start) ??
    withTrunkZero(segment, first, start) ??
    inContext(segment, first, start)
  );
}

export interface PhoneFound {
  span: Span;
  next: number;
}

/** `/phones/15551234567`: the whole part of a path. */
function inPath(segment: Segment, first: number, start: number): PhoneFound | undefined {
  let last = lastWithin(segment, first, MAX_DIGITS);
  // A status follows: `/phone/447911123456 200`.
  for (let group = first + 1; group <= last; group++) {
    if (segment.run.separators[group] === ' ') last = group - 1;
  }
  if (
    (last < segment.last && segment.run.separators[last + 1] !== ' ') ||
    totalDigits(segment, first, last) < MIN_DIGITS
  )
    return undefined;
  return canEndHere(segment, last) ? found(segment, last, start) : undefined;
}

const CHROMIUM_TIME =
  /(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])\/(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9][.:\]]/y;

/** What only looks like a phone number: seconds since 1970, a time in Chromium's log. */
function isOtherForm({ run, first: begin, last }: Segment, first: number): boolean {
  if (first !== begin || last - first !== 1) return false;
  const { text } = run;
  const [whole, part] = [lengthOf(run, first), lengthOf(run, last)];
  if (run.separators[last] === '.') return whole >= 9 && part >= 3 && part <= 9;
  if (run.separators[last] !== '/' || whole !== 4 || part !== 6) return false;
  CHROMIUM_TIME.lastIndex = run.starts[first] ?? 0;
  return CHROMIUM_TIME.test(text);
}

function withPlus(segment: Segment, first: number, start: number): PhoneFound | undefined {
  const { run } = segment;
  const { text } = run;
  const open = unitAt(text, start) === 40;
  const plus = open ? start + 1 : start;
  if (unitAt(text, plus) !== 43) return undefined;
  if (unitAt(text, run.starts[first] ?? 0) === 48) return undefined;
  if (isDecimal(segment, first) && !isDottedOnce(segment, first, plus)) return undefined;
  return international(segment, first, start, 0, first < segment.last ? 8 : 9);
}

/** `+46.9087067` is a coordinate, `m=+1234.567` a time, `+1.5551234567` a phone number in EPP. */
function isDecimal({ run, last }: Segment, first: number): boolean {
  return (
    run.separators[first + 1] === '.' && (first + 1 === last || run.separators[first + 2] !== '.')
  );
}

/** RFC 5733, section 2.5: the country code, a dot, the rest. */
function isDottedOnce({ run }: Segment, first: number, plus: number): boolean {
  const { text } = run;
  const end = run.ends[first + 1] ?? 0;
  const after = unitAt(text, end);
  const before = unitAt(text, plus - 1);
  if (after === 43 || after === 45 || after === 44 || before === 44) return false;
  if (
    before === 61 &&
    /(?:^|[^A-Za-z])(?:m|lat|lon|lng|x|y|z)=$/i.test(text.slice(Math.max(0, plus - 8), plus))
  ) {
    return false;
  }
  const code = run.text.slice(run.starts[first], run.ends[first]);
  const rest = run.text.slice(run.starts[first + 1], end);
  return (
    rest.length >= 8 &&
    isCallingCode(code) &&
    isInternational(code + rest) &&
    !isOfOtherThing(text, plus)
  );
}

/** `0041 44…`, `00 41 44…`, `011 44…`. */
function withDoubleZero(segment: Segment, first: number, start: number): PhoneFound | undefined {
  const { run } = segment;
  if (unitAt(run.text, run.starts[first] ?? 0) !== 48) return undefined;
  const head = run.text.slice(run.starts[first], run.ends[first]);
  const skip = /^00(?:[1-9]|$)/.test(head) ? 2 : head === '011' ? 3 : 0;
  if (skip === 0) return undefined;
  // Without separators, it may be any number with leading zeros.
  const isBare = first === segment.last;
  if (isBare && contextOf(segment, first, first, start) === NO_CONTEXT) return undefined;
  return international(segment, first, start, skip, 8, true);
}

/** The longest number that exists; otherwise, the longest that is written like one. */
function international(
  segment: Segment,
  first: number,
  start: number,
  skip: number,
  least: number,
  mustExist = false,
): PhoneFound | undefined {
  const { run } = segment;
  let fallback: number | undefined;
  for (let end = lastWithin(segment, first, MAX_DIGITS + skip); end >= first; end--) {
    if (!canEndHere(segment, end)) continue;
    const digits = digitsOf(run, first, end).slice(skip);
    if (digits.length < MIN_DIGITS) break;
    const isShort = mustExist && digits.length < MIN_AFTER_ZEROS;
    if (
      isInternational(digits) &&
      !(isShort && contextOf(segment, first, end, start) === NO_CONTEXT)
    ) {
      return found(segment, end, start);
    }
    if (digits.length >= least && isLikely(digits, first < end)) fallback ??= end;
  }
  if (fallback === undefined) return undefined;
  if (mustExist && contextOf(segment, first, fallback, start) === NO_CONTEXT) return undefined;
  return found(segment, fallback, start);
}

/** North American numbers have eleven digits, and `+100000000` may be any number. */
function isLikely(digits: string, isGrouped: boolean): boolean {
  return hasCallingCode(digits) && (isGrouped || !digits.startsWith('1') || digits.length === 11);
}

function ofForm(segment: Segment, first: number, start: number): PhoneFound | undefined {
  const { run, shape } = segment;
  if (first === segment.last) return undefined;
  const at = shapeOffset(segment, first);
  const lead = shape.charAt(at);
  for (const form of FORMS) {
    if (!form.begins.includes(lead)) continue;
    form.shape.lastIndex = at;
    if (!form.shape.test(shape)) continue;
    const last = first + groupsIn(shape.slice(at, form.shape.lastIndex)) - 1;
    const hasExtension = extensionEnd(segment, last) > (run.ends[last] ?? 0);
    if (!hasExtension && !canEndHere(segment, last)) continue;
    const digits = digitsOf(run, first, last);
    const candidate = { segment, first, last, digits, start, hasExtension };
    if (!form.verify(candidate)) continue;
    // `bytes 200-1000` looks like a local number.
    if (digits.length === MIN_DIGITS && isOfOtherThing(run.text, start)) continue;
    return found(segment, last, start);
  }
  return undefined;
}

/** `0491 570 156`, `06-24312407`, `(08) 9421 1234`, if some country has such a number. */
function withTrunkZero(segment: Segment, first: number, start: number): PhoneFound | undefined {
  const { run, last } = segment;
  if (first !== segment.first || first === last) return undefined;
  if (unitAt(run.text, run.starts[first] ?? 0) !== 48) return undefined;
  const total = totalDigits(segment, first, last);
  if (total < 9 || total > 12 || !canEndHere(segment, last)) return undefined;
  if (!isEvenlyGrouped(segment) || isOfOtherThing(run.text, start)) return undefined;
  if (touchesComma(run.text, start, run.ends[last] ?? 0)) return undefined;
  if (isAmongHex(run.text, start, run.ends[last] ?? 0)) return undefined;
  const digits = digitsOf(run, first, last);
  if (digits.startsWith('00') || !isNationalWithTrunkZero(digits)) return undefined;
  return found(segment, last, start);
}

/** Whether these are bytes of a hex dump, next to their address or other bytes. */
function isAmongHex(text: string, start: number, end: number): boolean {
  return (
    HEX_BEFORE.test(text.slice(Math.max(0, start - 12), start)) ||
    HEX_AFTER.test(text.slice(end, end + 6))
  );
}

const HEX_BEFORE =
  /(?:(?:^|[^0-9A-Za-z])(?:0x[0-9A-Fa-f]{2,8}|[0-9A-Fa-f]{4,8}): {0,2}|[ :](?:[0-9][A-Fa-f]|[A-Fa-f][0-9]) )$/;
const HEX_AFTER = /^ (?:[0-9][A-Fa-f]|[A-Fa-f][0-9]|[A-Fa-f]{2} [0-9A-Fa-f]{2})(?![0-9A-Za-z])/;

/** No single digits, at most five groups, and, except for the first, one kind of separator. */
function isEvenlyGrouped({ run, first, last }: Segment): boolean {
  if (last - first > 4) return false;
  for (let group = first; group <= last; group++) if (lengthOf(run, group) < 2) return false;
  const rest = new Set(run.separators.slice(first + 2, last + 1));
  if (rest.size > 1) return false;
  // Nothing but pairs means a clock or a dump, except for the five pairs of a French number.
  const pairs = run.starts
    .slice(first, last + 1)
    .every((_, group) => lengthOf(run, first + group) === 2);
  return !pairs || last - first === 4;
}

/** Any other notation, if the words around it say what it is. */
function inContext(segment: Segment, first: number, start: number): PhoneFound | undefined {
  const { run } = segment;
  const isBare = first === segment.last;
  if (isBare && isNextToHan(run.text, start, run.ends[first] ?? 0)) {
    return found(segment, first, start);
  }
  const last = lastWithin(segment, first, isBare ? MAX_DIGITS : MAX_NATIONAL);
  // Only if the number follows the words directly.
  const context = first === 0 ? contextBefore(run.text, start) : NO_CONTEXT;
  if (last < first || (context === NO_CONTEXT && last < segment.last)) return undefined;
  for (let end = last; end >= first; end--) {
    const total = totalDigits(segment, first, end);
    if (total < MIN_NAMED_DIGITS) return undefined;
    if (!canEndHere(segment, end)) continue;
    const isNamed = context === NAMED || hasLabelAfter(run.text, extensionEnd(segment, end));
    if (!isNamed && context === NO_CONTEXT) return undefined;
    const isSix = isNamed && (end > first || isLabelled(run.text, start));
    const isEnough = total >= (isSix ? MIN_NAMED_DIGITS : MIN_DIGITS);
    if (!isEnough || !(isNamed || isSpoken(segment, first, end, start))) continue;
    if (isBare && isCounted(run.text, run.ends[end] ?? 0)) return undefined;
    return isOfOtherThing(run.text, start) ? undefined : found(segment, end, start);
  }
  return undefined;
}

function isSpoken({ run }: Segment, first: number, last: number, start: number): boolean {
  const { text } = run;
  if (first === last) return lengthOf(run, first) >= 9 && isLedTo(text, start);
  if (touchesComma(text, start, run.ends[last] ?? 0)) return false;
  for (let group = first; group <= last; group++) {
    if (lengthOf(run, group) < 2 && group > first) return false;
  }
  return true;
}

function contextOf(segment: Segment, first: number, last: number, start: number): number {
  if (hasLabelAfter(segment.run.text, extensionEnd(segment, last))) return NAMED;
  return first === 0 ? contextBefore(segment.run.text, start) : NO_CONTEXT;
}

/** Where the number begins, with a plus or a bracket that is closed after the digits. */
function startOf({ run }: Segment, first: number): number {
  const { text } = run;
  let start = run.starts[first] ?? 0;
  if (unitAt(text, start - 1) === 43) start--;
  const closed = run.separators[first + 1] === ')';
  return closed && unitAt(text, start - 1) === 40 ? start - 1 : start;
}

function found(segment: Segment, last: number, start: number): PhoneFound | undefined {
  const { text } = segment.run;
  const before = unitAt(text, start - 1);
  // `+` is not a separator, so look at what precedes it here.
  if (unitAt(text, start) === 43 && (joinsWord(before) || before === 43)) return undefined;
  return { span: [start, extensionEnd(segment, last)], next: last + 1 };
}

/** The number's end, including an extension if the number ends with its segment. */
function extensionEnd({ run, last: end }: Segment, last: number): number {
  const digitsEnd = run.ends[last] ?? 0;
  if (last < end) return digitsEnd;
  EXTENSION.lastIndex = digitsEnd;
  return EXTENSION.test(run.text) ? EXTENSION.lastIndex : digitsEnd;
}

/** Also accepts a label (`-Office`) or an extension (`x12`) glued to the number. */
function canEndHere(segment: Segment, last: number): boolean {
  if (canEnd(segment, last)) return true;
  return (
    last === segment.last &&
    extensionEnd(segment, last) > (segment.run.ends[last] ?? 0) &&
    endsAt(segment.run.text, extensionEnd(segment, last))
  );
}

/** The last group for which the digits from `first` on number at most `most`. */
function lastWithin({ run, last }: Segment, first: number, most: number): number {
  let digits = 0;
  let group = first;
  for (; group <= last; group++) {
    digits += lengthOf(run, group);
    if (digits > most) break;
  }
  return group - 1;
}

function totalDigits({ run }: Segment, first: number, last: number): number {
  let digits = 0;
  for (let group = first; group <= last; group++) digits += lengthOf(run, group);
  return digits;
}

function shapeOffset({ first }: Segment, group: number): number {
  return (group - first) * 2;
}

function groupsIn(shape: string): number {
  return (shape.length + 1) / 2;
}

function hasUsualPrefix({ first, last, digits }: Candidate): boolean {
  const length = digits.length - 10;
  if (last - first === 2) return true;
  return length === 1 ? digits.startsWith('1') : digits.startsWith('001');
}

function hasBracket(candidate: Candidate): boolean {
  const { segment, first, last } = candidate;
  const area = last - 2;
  const { run } = segment;
  if (area > first) return hasUsualPrefix(candidate) && run.separators[area] === OPEN;
  return unitAt(run.text, (run.starts[area] ?? 0) - 1) === 40;
}

function hasTrunkEight({ digits }: Candidate): boolean {
  return /^[78][3489]/.test(digits);
}

function isNanp(digits: string): boolean {
  return /[2-9]\d{2}[2-9]\d{6}$/.test(digits);
}

function isBracketedArea({ segment, first, last, digits, start }: Candidate): boolean {
  const { run } = segment;
  if (unitAt(run.text, start) !== 40 || last === first) return false;
  if (digits.length < 8 || digits.length > 11) return false;
  return digits.startsWith('0') || run.separators[last] === '-';
}
