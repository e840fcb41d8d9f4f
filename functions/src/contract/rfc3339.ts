import type { Instant } from './instant.js';

/**
 * Parses an RFC 3339 time, at most to the nanosecond, in the years 0001 to 9999 of UTC, as
 * Firestore stores them. `undefined` for anything else. Every log has one: no pattern, no `Date`, a
 * tenth of a microsecond.
 */
export function parseRfc3339(text: string): Instant | undefined {
  const { length } = text;
  if (length < 20 || length > 35) return undefined;
  if (
    text.charCodeAt(4) !== DASH ||
    text.charCodeAt(7) !== DASH ||
    text.charCodeAt(10) !== UPPER_T ||
    text.charCodeAt(13) !== COLON ||
    text.charCodeAt(16) !== COLON
  ) {
    return undefined;
  }
  let at = 19;
  let nanos = 0;
  if (text.charCodeAt(at) === DOT) {
    const from = ++at;
    for (let digit = digitAt(text, at); digit >= 0; digit = digitAt(text, ++at)) {
      nanos = nanos * 10 + digit;
    }
    if (at === from || at - from > 9) return undefined;
    nanos *= POWERS[9 - (at - from)] ?? 1;
  }
  const offset = offsetAt(text, at);
  if (Number.isNaN(offset)) return undefined;
  const century = two(text, 0);
  const year = two(text, 2);
  if (century < 0 || year < 0) return undefined;
  return toInstant({
    year: century * 100 + year,
    month: two(text, 5),
    day: two(text, 8),
    hour: two(text, 11),
    minute: two(text, 14),
    second: two(text, 17),
    nanos,
    offset,
  });
}

/** A local date and time; `offset` is how far it is ahead of UTC, in minutes. */
export interface CivilTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  nanos: number;
  offset: number;
}

/**
 * The instant of an existing date and time, in the years 0001 to 9999 of UTC. A 60th second, which
 * leap seconds have and some clocks show by mistake, becomes the next minute's first.
 */
export function toInstant(time: CivilTime): Instant | undefined {
  const { year, month, day, hour, minute, second, nanos, offset } = time;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
    return undefined;
  }
  const minutes = hour * 60 + minute - offset;
  const seconds = daysSince1970(year, month, day) * 86_400 + minutes * 60 + second;
  return seconds < MIN_SECONDS || seconds > MAX_SECONDS ? undefined : { seconds, nanos };
}

// Firestore's range, which is protobuf's: an offset can push a valid date out of it.
const MIN_SECONDS = -62_135_596_800;
const MAX_SECONDS = 253_402_300_799;

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysIn(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

/** Days in the Gregorian calendar, with years beginning in March, so that a leap day comes last. */
function daysSince1970(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leapDays = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leapDays + dayOfYear - 719_468;
}

/** The offset at the end of the text, from `at`, in minutes; `NaN` if there is none. */
function offsetAt(text: string, at: number): number {
  const sign = text.charCodeAt(at);
  if (sign === UPPER_Z) return at + 1 === text.length ? 0 : NaN;
  if (sign !== PLUS && sign !== DASH) return NaN;
  if (at + 6 !== text.length || text.charCodeAt(at + 3) !== COLON) return NaN;
  const hours = two(text, at + 1);
  const minutes = two(text, at + 4);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return NaN;
  return (sign === DASH ? -1 : 1) * (hours * 60 + minutes);
}

function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** Parses two digits; -1 if they are not digits. */
function two(text: string, at: number): number {
  const tens = digitAt(text, at);
  const ones = digitAt(text, at + 1);
  return tens < 0 || ones < 0 ? -1 : tens * 10 + ones;
}

const [ZERO, COLON, DASH, DOT, PLUS, UPPER_T, UPPER_Z] = [48, 58, 45, 46, 43, 84, 90];
const POWERS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
