import { unitAt } from '../../chars.js';
import { DASH, DOT, type Segment, SPACE } from './number-run.js';

/**
 * First digits and lengths by issuer: ISO/IEC 7812 and the networks' published ranges. In order:
 * Visa, Mastercard and Mir, American Express, Diners Club, JCB (with its old 15 digits), Discover,
 * UnionPay and RuPay, Maestro (with the UK's old 0604), Troy, Uzcard and Humo.
 */
const ISSUED =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|3[0689]\d{12,17}|35\d{14,17}|(?:2131|1800)\d{11}|(?:6011|64[4-9]|65|62|8[12])\d{12,17}|(?:5[06-8]|6)\d{10,17}|0604\d{8,15}|(?:9792|8600|9860)\d{12})$/;

/** UATP, the airlines' network. One in ten 15-digit numbers that begin with 1 looks the same. */
const UATP = /^1\d{14}$/;
const CARD_NAME =
  /(?<![A-Za-z])(?:credit|debit|payment|bank|travel)?[ _-]?(?:cards?|cc|pan|uatp|airplus)(?![a-z])[^\n;|]{0,24}$/i;
const NAME_WINDOW = 40;

export const MIN_CARD_DIGITS = 12;
export const MAX_CARD_DIGITS = 19;

/**
 * How card numbers are grouped, longest first: 13 to 19 digits in fours, American Express 4-6-5,
 * Diners Club 4-6-4, or in halves. Twelve digits in fours (Maestro) are more likely three columns.
 */
export const CARD_SHAPES =
  /4[ .-]4[ .-]4[ .-]4[ .-]3|4[ .-]5[ .-]6|4[ .-]4[ .-]4[ .-]4|4[ .-]4[ .-]4[ .-][123]|4[ .-]6[ .-][54]|8[ .-]8/y;

/** Whether an issuer uses such numbers and the check digit is right. */
export function isCard(digits: string): boolean {
  return passesLuhn(digits) && ISSUED.test(digits);
}

/** Whether these digits are a card because a word before them says so. */
export function isNamedCard(digits: string, text: string, start: number): boolean {
  if (!UATP.test(digits) || !passesLuhn(digits)) return false;
  return CARD_NAME.test(text.slice(Math.max(0, start - NAME_WINDOW), start));
}

/** ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  let doubled = false;
  for (let at = digits.length - 1; at >= 0; at--) {
    let digit = digits.charCodeAt(at) - 48;
    if (doubled) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
    doubled = !doubled;
  }
  return sum % 10 === 0;
}

/** A key that makes it an id, as in `trace_id=4…`: one id in ten passes the check digit. */
const ID_BEFORE =
  /(?:\bid|_id|Id|ID|uuid|guid|traceid|spanid|trace|span|request|session|inode|ino|ord|hash|size|bytes|seed|counter|cursor|version|checksum|crc|cookie|token|order|invoice|block|blk|offset|nonce|seq(?:uence)?|serial|batch|epoch|timestamp|time|ts|nanos|millis)["']?[ :=#"'[(]{1,4}-?$/;

/** Whether a card can begin with the digits at `start`; cheap. */
export function mayBeginCard(text: string, start: number): boolean {
  const first = unitAt(text, start);
  if (first === 48) return text.startsWith('0604', start);
  return first !== 55 && first !== 57
    ? true
    : text.startsWith('9792', start) || text.startsWith('9860', start);
}

/** Whether it is an id, or the name of a file: `4111111111111111.jpg`. */
export function isId(text: string, start: number, end: number): boolean {
  if (unitAt(text, end) === 46 && FILE_AFTER.test(text.slice(end, end + 6))) return true;
  return ID_BEFORE.test(text.slice(Math.max(0, start - 24), start));
}

const FILE_AFTER =
  /^\.(?:jpe?g|png|gif|webp|mp[34]|pdf|zip|gz|log|json|csv|txt|xml|html?)(?![a-z])/;

/** The card number on a magnetic stripe's first track (ISO/IEC 7813): `%B4111111111111111^`. */
export function isOnTrack(text: string, start: number): boolean {
  return unitAt(text, start - 1) === 66 && unitAt(text, start - 2) === 37;
}

/** Whether the separators fit a card; dots fit only four groups of four. */
export function isCardGrouping({ run }: Segment, first: number, last: number): boolean {
  let dots = 0;
  let others = 0;
  for (let group = first + 1; group <= last; group++) {
    const separator = run.separators[group];
    if (separator === DOT) dots++;
    else if (separator === DASH || separator === SPACE) others++;
  }
  return dots > 0 ? dots === 3 && last - first === 3 : others > 0;
}
