import { z } from 'zod';

import { MAX_AHEAD_SECONDS, MAX_TIME_LENGTH } from '../limits.js';
import { fromMillis, type Instant, toRfc3339 } from './instant.js';
import { parseRfc3339 } from './rfc3339.js';
import { readForm } from './time-forms.js';
import { readTimeValue, unwrapTime } from './time-values.js';

export type { Instant };

/** RFC 3339 with an offset, at most nanoseconds: `2024-01-15T10:30:00.123Z`. */
export const timestampSchema = z
  .string('must be a string')
  .refine(
    (time) => parseRfc3339(time) !== undefined,
    'must be an RFC 3339 time with an offset, such as 2024-01-15T10:30:00Z',
  );

/** Parses what {@link timestampSchema} accepted. Keeps nanoseconds, which a `Date` would lose. */
export function parseTimestamp(time: string): Instant {
  const instant = parseRfc3339(time);
  if (instant === undefined) throw new RangeError('not an RFC 3339 time');
  return instant;
}

/** In UTC, to the millisecond. */
export function toIso({ seconds, nanos }: Instant): string {
  return new Date(seconds * 1000 + nanos / 1e6).toISOString();
}

export function daysAfter({ seconds, nanos }: Instant, days: number): Instant {
  return { seconds: seconds + days * DAY, nanos };
}

const DAY = 86_400;

/** A time to store, in RFC 3339, or why it is kept as an attribute instead. */
export type TimeReading = { time: string } | { repair: 'time_unreadable' | 'time_out_of_range' };

/**
 * Reads a time as clients write it:
 *
 * | sent | read as |
 * | --- | --- |
 * | `2024-01-15T10:30:00Z`, any RFC 3339 | itself, to the nanosecond |
 * | `1705314600`, `1705314600123`, `"1705314600.5"` | s, ms, µs or ns since 1970, by the size |
 * | `20240115103000`, with `.5`, or 3, 6 or 9 more digits | the date that they form, in UTC |
 * | `133500000000000000`, `638000000000000000` | ticks of 100 ns of Windows and .NET, from 2000 to 2099 |
 * | the forms of `time-forms.ts` | in UTC unless they have an offset |
 * | objects and arrays of `time-values.ts` | as protobuf, MongoDB, Java and others write times in JSON |
 *
 * `now` is in milliseconds: times before 1970 or more than a day ahead of it are out of range.
 */
export function readTime(sent: unknown, now: number): TimeReading {
  const found = typeof sent === 'string' ? readText(sent, now) : readOther(sent, now);
  if (found === undefined) return { repair: 'time_unreadable' };
  if (found === 'beyond') return { repair: 'time_out_of_range' };
  const { seconds } = found.instant;
  if (seconds < 0 || seconds * 1000 > now + MAX_AHEAD_SECONDS * 1000) {
    return { repair: 'time_out_of_range' };
  }
  return { time: found.asSent ?? toRfc3339(found.instant) };
}

/** `beyond`: a time, but later than any that can be stored. */
type Found = { instant: Instant; asSent?: string } | 'beyond' | undefined;

function readText(sent: string, now: number): Found {
  const instant = parseRfc3339(sent);
  // Not every reader of times knows a 60th second.
  if (instant !== undefined)
    return sent.charAt(17) === '6' ? { instant } : { instant, asSent: sent };
  if (sent.length > MAX_TIME_LENGTH) return undefined;
  const text = plain(sent);
  if (/^\d/.test(text)) {
    const number = readNumber(text);
    if (number !== undefined) return number;
  }
  if (LATER_YEAR.test(text)) return 'beyond';
  const form = readForm(text, now);
  return form && { instant: form };
}

/**
 * Strips what surrounds a time: white space, quotes, brackets, the `@` of Unix time, the clock status of
 * Cisco devices (`*` or `.`), a final colon. Normalises the minus and spaces.
 */
function plain(sent: string): string {
  return sent
    .trim()
    .replace(/^(?:"(.*)"|'(.*)'|\[([^[\]]*)\]|\(([^()]*)\)|<(.*)>)$/, '$1$2$3$4$5')
    .replace(/^(?:@(?=\d)|[*.](?=[\da-z]))/i, '')
    .replace(/:$/, '')
    .replace('\u2212', '-')
    .replaceAll(/[\u00a0\u2009\u202f]/g, ' ');
}

/** ISO 8601 with more than four digits for the year, as JavaScript writes it. */
const LATER_YEAR = /^(?:\d{5,}|[+-]\d{6})-\d\d-\d\d(?:[T ]|$)/;

function readOther(sent: unknown, now: number): Found {
  // Milliseconds, as most loggers write them.
  if (typeof sent === 'number' && Number.isInteger(sent) && sent >= 1e11 && sent < 1e13) {
    return { instant: fromMillis(sent) };
  }
  if (typeof sent === 'number') return Number.isFinite(sent) ? readNumber(String(sent)) : undefined;
  if (typeof sent === 'bigint') return readNumber(String(sent));
  if (typeof sent !== 'object' || sent === null) return undefined;
  const inner = unwrapTime(sent);
  if (inner !== undefined) return readInner(inner, now);
  const instant = readTimeValue(sent);
  return instant && { instant };
}

function readInner(sent: unknown, now: number): Found {
  if (typeof sent === 'string') return readText(sent, now);
  const isLong = typeof sent === 'object' && sent !== null && '$numberLong' in sent;
  const scalar = isLong ? sent.$numberLong : sent;
  if (typeof scalar === 'string') return readText(scalar, now);
  return typeof scalar === 'object' ? undefined : readOther(scalar, now);
}

/** Units of an epoch time, told apart by size: up to the year 5138 in each, and not before 1973. */
const EPOCH_UNITS = [
  { below: 1e8, places: -1 },
  { below: 1e11, places: 9 },
  { below: 1e14, places: 6 },
  { below: 1e17, places: 3 },
  { below: 1e20, places: 0 },
] as const;

const NUMBER = /^(\d{1,40})(?:[.,](\d+))?(?:[eE]\+?(\d{1,4}))?$/;
/** With a larger exponent, any digits but 0 give a time that cannot be stored. */
const MAX_EXPONENT = 40;
/** Not 16 or 19 digits: those are microseconds and nanoseconds. */
const COMPACT =
  /^((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:[.,](\d{1,30})|(\d{3}(?:\d{3}){0,2}))?$/;

/** Ticks of 100 ns in Windows' FILETIME and .NET: the range for 2000 to 2099, and 1970 in ticks. */
const TICKS = [
  { from: 125_911_584e9, to: 157_469_184e9, epoch: 116_444_736_000_000_000n },
  { from: 630_822_816e9, to: 662_380_416e9, epoch: 621_355_968_000_000_000n },
] as const;

/**
 * Digits, with or without a fraction or an exponent. `undefined` for anything else, and for numbers
 * below 10^8, which are more likely to mean something else.
 */
function readNumber(text: string): Found {
  const [, digits, decimals = '', exponent] = NUMBER.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const compact = text.length < 14 ? null : COMPACT.exec(text);
  // As milliseconds or smaller units these digits would be a time after the year 2500.
  if (compact !== null) {
    const [, y, mo, d, h, mi, s, part, more] = compact;
    const fraction = (part ?? more ?? '').slice(0, 9);
    const instant = parseRfc3339(`${y}-${mo}-${d}T${h}:${mi}:${s}${fraction && `.${fraction}`}Z`);
    if (instant !== undefined) return { instant };
  }
  const shift = Number(exponent ?? 0);
  if (shift > MAX_EXPONENT) return Number(digits) === 0 ? undefined : 'beyond';
  const whole = digits + decimals.slice(0, shift).padEnd(shift, '0');
  const fraction = decimals.slice(shift);
  const size = Number(whole);
  if (size >= 1e20) return 'beyond';
  // Read as nanoseconds they would mean 1974 and 1990.
  const ticks = TICKS.find(({ from, to }) => size >= from && size < to);
  if (ticks !== undefined) {
    const since = BigInt(whole) - ticks.epoch;
    return {
      instant: { seconds: Number(since / 10_000_000n), nanos: Number(since % 10_000_000n) * 100 },
    };
  }
  const { places = -1 } = EPOCH_UNITS.find(({ below }) => size < below) ?? {};
  if (places === -1) return undefined;
  const nanos = whole + fraction.slice(0, places).padEnd(places, '0');
  return { instant: { seconds: Number(nanos.slice(0, -9)), nanos: Number(nanos.slice(-9)) } };
}
