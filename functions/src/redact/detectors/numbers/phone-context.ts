import { isDigit, isLetter, isSpaceless, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import {
  LABEL_VERBS,
  NAMES,
  NAMES_ELSEWHERE,
  NOT_A_NAME,
  OTHER_THINGS,
  OWNERS,
  PHRASES,
  SSN_WORDS,
  VERBS,
} from './phone-words.js';

/** How clearly the words around a number say that it is a phone number. */
export const NO_CONTEXT = 0;
/** A verb or a phrase: `call me at`, `my number is`. */
export const SPOKEN = 1;
/** A name for the number itself: `tel:`, `phone=`, `WhatsApp`. */
export const NAMED = 2;

/** How many characters before a number to search for words about it. */
const WINDOW = 64;

const anyOf = (words: readonly string[]): string =>
  `(?:${words.map((word) => word.replaceAll(' ', '[ _-]?')).join('|')})`;
const NUMBER = '(?:[ _-]?(?:numbers?|num|no|nr|nummer))?';

const NAMED_BEFORE = new RegExp(
  `(?:(?<![A-Za-z])${anyOf(NAMES)}${NUMBER}(?![A-Za-z])|${anyOf(NAMES_ELSEWHERE)})` +
    `(?![ _-]?${anyOf(NOT_A_NAME)}(?![A-Za-z]))[^\\d\\n;|{}<>\\]]{0,28}$`,
  'i',
);

const SPOKEN_BEFORE = new RegExp(
  `(?<![A-Za-z])(?:${anyOf([...VERBS, ...PHRASES])}|${anyOf(OWNERS)} (?:number|no\\.?|nr\\.?|line|extension))` +
    `(?![A-Za-z/=])[^\\d\\n=;|{}<>[\\]]{0,32}$`,
  'i',
);

/** Words that may stand between a verb and a number, unlike those in `call took 1234567890`. */
const LED =
  '(?:[ ,]{1,2}(?:me|us|him|her|them|you|it|back|at|on|to|from|via|under|now|today|please|the|our|my|your|his|their|this|is|was|are|as|number|no|nr|phone|line|directly|immediately|anytime|a|message|through|using|with|for|by)(?![A-Za-z])){0,5}';
const LEADING = new RegExp(
  `(?<![A-Za-z])(?:(?:${anyOf([...LABEL_VERBS, ...PHRASES])}|number|no|nr|line)(?![A-Za-z])${LED}[ :.#,"'(-]{0,4}` +
    `|${anyOf(VERBS)}(?![A-Za-z])${LED}[ .#,"'(-]{0,4})$`,
  'i',
);

const OTHER_THING = new RegExp(
  `(?<![A-Za-z]|caller[ _-]?)${anyOf(OTHER_THINGS)}(?:[ _-]?(?:numbers?|num|no|nr|ids?|code))?["']?[ .:#="'([]{0,4}$`,
  'i',
);

/** What may follow a phone number: `… office`, `…-Fax`, `… (mobile)`, `… is my number`. */
const LABEL_AFTER =
  /[ ,;-]{0,2}\(?(?:office|fax|mobile|cell|home|work|phone|tel|landline|direct line|main line|voice|pager|hotline|toll[ -]?free|(?:is|was) (?:still )?(?:my|his|her|their|your|our) (?:new |old |work |home |phone |cell |mobile |direct |contact ){0,3}(?:number|phone|cell|line|mobile))\b(?![ _-]?(?:app|sdk|client|user|page|dir))/iy;

/** What follows a count of something: `reached 1234567890 rows`. */
const COUNTED =
  / (?:bytes?|rows?|ms|ns|us|secs?|seconds?|records?|entries|times|items?|nodes?|offset|tower|points?|tokens?|packets?|users?|devices?|sessions?|calls|requests?|registered|KB|MB|kB)\b/y;

export function isCounted(text: string, end: number): boolean {
  if (unitAt(text, end) !== 32) return false;
  COUNTED.lastIndex = end;
  return COUNTED.test(text);
}

/** A line or string that is only a label; the number is on the next line. */
const LABEL_LINE = new RegExp(
  `[\\n"'>|{,][\\s>*|"'{,-]{0,8}(?:${anyOf(OWNERS)}[ ])?(?:${anyOf(NAMES)}${NUMBER}|${anyOf(NAMES_ELSEWHERE)})["']?[ \\t]{0,2}[:：]?[ \\t]{0,2}$`,
  'i',
);
/**
 * A label in the preceding table cell, `| Phone | ` or `<td>Phone</td><td>`, or around a nested object:
 * `"phone": {"number": "`.
 */
const LABEL_CELL = new RegExp(
  `(?<![A-Za-z])(?:${anyOf(NAMES)}${NUMBER}|${anyOf(NAMES_ELSEWHERE)})(?:[:：]?(?: {0,12}\\| {1,4}|</t[dh]>\\s{0,4}<td[^<>]{0,32}>\\s?)|["']?: ?\\[?\\{ ?["']?(?:number|value|raw|e164)["']?: ?["']?)$`,
  'i',
);
const MAX_LABEL_LINE = 48;

/** A name in a path, right before the number: `/v1/PhoneNumbers/15551234567`, `wa.me/15551234567`. */
const NAME_IN_PATH =
  /(?:(?:^|[/._-])(?:phones?|phone[_-]?numbers?|tel|mobiles?|msisdns?|sms|fax|whatsapp|callers?|recipients?)|(?:^|[/.])wa\.me)\/$/i;

/** The words before the number at `at`, on its line. */
export function contextBefore(text: string, at: number): number {
  if (!mayHaveContext(text, at)) return NO_CONTEXT;
  const before = lineBefore(text, at);
  if (NAMED_BEFORE.test(before) || LABEL_CELL.test(before) || isBelowLabel(text, at)) return NAMED;
  return SPOKEN_BEFORE.test(before) ? SPOKEN : NO_CONTEXT;
}

/** A person's name between a verb and the number: `reach Jorge on`, `Contact: Ann Smith,`. */
const NAMED_PERSON =
  /(?<![A-Za-z])(?:(?:[Rr]each|[Cc]ontact|[Tt]ext|[Cc]all|[Pp]hone|[Rr]ing)(?: \p{Lu}[\p{L}'’-]{1,20}| \p{Lo}{1,12}){1,3} (?:on|at|under|via|using)|[Cc]ontact:(?: \p{Lu}[\p{L}'’-]{1,20}| \p{Lo}{1,12}){1,3},?) $/u;

/** A label right before the number; six-digit numbers need one. */
const LABELLED =
  /(?<![A-Za-z])(?:phone|telephone|tel|fax|mobile|cell)(?:[ _-]?(?:numbers?|no|nr))?(?: is)?["']?[ :=.]{1,3}["']?$/i;

export function isLabelled(text: string, at: number): boolean {
  return LABELLED.test(lineBefore(text, at).slice(-32));
}

/** Whether only words like `me at` stand between a verb and the number. */
export function isLedTo(text: string, at: number): boolean {
  const before = lineBefore(text, at);
  return LEADING.test(before) || NAMED_PERSON.test(before);
}

/** Whether it is the number of something else: `account number`, `order no`, `bytes 200-1000`. */
export function isOfOtherThing(text: string, at: number): boolean {
  // Most numbers have no word right before them.
  let end = at;
  while (at - end < MAX_TO_WORD && end > 0 && !isLetter(unitAt(text, end - 1))) end--;
  if (!isLetter(unitAt(text, end - 1))) return false;
  return OTHER_THING.test(lineBefore(text, at).slice(-32));
}

/** Whether the number at `at` begins its line, and the line above ends with its label. */
function isBelowLabel(text: string, at: number): boolean {
  let end = at;
  while (at - end < MAX_INDENT && isIndent(unitAt(text, end - 1))) end--;
  if (unitAt(text, end - 1) !== 10) return false;
  end -= unitAt(text, end - 2) === 13 ? 2 : 1;
  meter.steps += MAX_LABEL_LINE;
  const start = text.lastIndexOf('\n', end - 1);
  const from = Math.max(start, end - MAX_LABEL_LINE);
  return LABEL_LINE.test((from < 0 ? '\n' : '') + text.slice(Math.max(0, from), end));
}

const MAX_INDENT = 8;

function isIndent(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 34 || unit === 40 || unit === 43;
}

/** `手机13812345678`: a Chinese mobile number next to a word that does not mean something else. */
export function isNextToHan(text: string, start: number, end: number): boolean {
  if (!isSpaceless(unitAt(text, start - 1)) && !isSpaceless(unitAt(text, end))) return false;
  if (!/^1[3-9]\d{9}$/.test(text.slice(start, end))) return false;
  return !OTHER_IN_HAN.test(text.slice(Math.max(0, start - 8), start));
}

const OTHER_IN_HAN =
  /(?:订单|訂單|单号|單號|编号|編號|流水|账号|帳號|账户|序号|序號|工号|会话|批次|时间|時間|番号|注文|주문|번호)[^0-9]{0,3}$/;

export function isNamedInPath(text: string, at: number): boolean {
  return NAME_IN_PATH.test(text.slice(Math.max(0, at - 24), at));
}

const MAX_TO_WORD = 6;

/** How a label after a number can begin, by its first two letters. */
const LABEL_BEGINS = new Uint8Array(0x400);
for (const [a, b] of 'of fa mo ce ho wo ph te la di ma vo pa to is wa'.split(' ')) {
  LABEL_BEGINS[pairOf(a?.charCodeAt(0) ?? 0, b?.charCodeAt(0) ?? 0)] = 1;
}

function pairOf(a: number, b: number): number {
  return ((a & 31) << 5) | (b & 31);
}

/** Cheap, with false positives. */
function mayHaveLabelAfter(text: string, end: number): boolean {
  const at = pastLead(text, end);
  return LABEL_BEGINS[pairOf(unitAt(text, at), unitAt(text, at + 1))] === 1;
}

/** Whether neither a label nor an extension (`x12`, `#3`) can follow a number that ends at `end`. */
export function hasNothingAfter(text: string, end: number): boolean {
  const at = pastLead(text, end);
  const unit = unitAt(text, at);
  // `x`, the `e` of `ext`, `#`
  if (unit === 35 || (unit | 32) === 120 || (unit | 32) === 101 || unit >= 128) return false;
  return !mayHaveLabelAfter(text, end);
}

function pastLead(text: string, end: number): number {
  let at = end;
  while (at - end < 3 && isLead(unitAt(text, at))) at++;
  return at;
}

/** A space, `,`, `;`, `-` or `(`. */
function isLead(unit: number): boolean {
  return unit === 32 || unit === 44 || unit === 59 || unit === 45 || unit === 40;
}

export function hasLabelAfter(text: string, end: number): boolean {
  if (!mayHaveLabelAfter(text, end)) return false;
  LABEL_AFTER.lastIndex = end;
  return LABEL_AFTER.test(text);
}

const lastLine = { at: -1, scan: -1, line: '' };

function lineBefore(text: string, at: number): string {
  // Called several times for the same number.
  if (lastLine.at === at && lastLine.scan === meter.scans) return lastLine.line;
  const before = text.slice(Math.max(0, at - WINDOW), at);
  meter.steps += before.length;
  const line = before.slice(before.lastIndexOf('\n') + 1);
  // `homePhone` is two words.
  const read = /[a-z][A-Z]/.test(line)
    ? line.replaceAll(/([a-z])([A-Z])/g, '$1 $2').slice(-WINDOW)
    : line;
  lastLine.at = at;
  lastLine.scan = meter.scans;
  lastLine.line = read;
  return read;
}

/** How words about phone numbers begin: their first four letters, padded with zeros. */
const BEGINNINGS = new Uint8Array(0x2000);

function place(a: number, b: number, c: number, d: number): number {
  return ((a & 31) ^ ((b & 31) << 3) ^ ((c & 31) << 6) ^ ((d & 31) << 8)) & 0x1fff;
}

for (const word of [...NAMES, ...VERBS, ...PHRASES, ...OWNERS, ...SSN_WORDS]) {
  const beginning = /^[a-z]{1,4}/.exec(word)?.[0] ?? '';
  const [a = 0, b = 0, c = 0, d = 0] = Array.from(beginning, (char) => char.charCodeAt(0));
  BEGINNINGS[place(a, b, c, d)] = 1;
}

/**
 * Whether a word before the number at `at` may say what it is. Cheap, since most numbers in logs have
 * none. No context pattern reaches back over a digit or a `]`.
 */
export function mayHaveContext(text: string, at: number): boolean {
  const from = Math.max(0, at - WINDOW);
  meter.steps += at - from;
  // Whether the number's own line has something before it, and whether this is the line above it.
  let hasWord = false;
  let isBelow = false;
  // The letters after the current one; 0 past the end of the word.
  let b = 0;
  let c = 0;
  let d = 0;
  for (let index = at - 1; index >= from; index--) {
    const unit = unitAt(text, index);
    if (unit >= 128) return true;
    if (unit === 10) {
      if (hasWord || isBelow) return false;
      isBelow = true;
      b = c = d = 0;
      continue;
    }
    hasWord ||= !isBelow && !isIndent(unit) && unit !== 13;
    if (!isLetter(unit)) {
      if (unit === 93 || isDigit(unit)) return false;
      b = c = d = 0;
      continue;
    }
    if (BEGINNINGS[place(unit, b, c, d)] === 1) {
      const before = unitAt(text, index - 1);
      if (!isLetter(before) || ((unit & 32) === 0 && (before & 32) !== 0)) return true;
    }
    d = c;
    c = b;
    b = unit;
    // In `homePhone`, the word `home` ends before `P`.
    if ((unit & 32) === 0) {
      const before = unitAt(text, index - 1);
      if (isLetter(before) && (before & 32) !== 0) b = c = d = 0;
    }
  }
  return false;
}
