import { isRecord } from '../lib/is-record.js';
import type { Instant } from './instant.js';
import { toInstant } from './rfc3339.js';

/** The names that protobuf, Rust, Java, Firestore and C use for the seconds since 1970. */
const SECONDS = ['seconds', '_seconds', 'epochSecond', 'secs_since_epoch', 'sec', 'tv_sec'];

/** Their names for the fraction of a second, with the nanoseconds in one unit. */
const PARTS = [
  ['nanos', 1],
  ['nanoseconds', 1],
  ['_nanoseconds', 1],
  ['nanoOfSecond', 1],
  ['nano', 1],
  ['nanos_since_epoch', 1],
  ['nsec', 1],
  ['tv_nsec', 1],
  ['usec', 1000],
  ['tv_usec', 1000],
] as const;

/**
 * Reads a time that libraries write as a JSON object or array; `undefined` for anything else.
 *
 * | sent | by |
 * | --- | --- |
 * | `{ "seconds": 1705314600, "nanos": 5 }`, other names | protobuf, Java, Rust, Firestore |
 * | `[1705314600, 5]` | OpenTelemetry's JavaScript, Node's `hrtime` |
 * | `[2024, 1, 15, 10, 30, 0, 5]` | Jackson, for a date and time without a zone, read as UTC |
 */
export function readTimeValue(sent: object): Instant | undefined {
  if (Array.isArray(sent)) return fromArray(sent);
  if (!isRecord(sent)) return undefined;
  const name = SECONDS.find((known) => Object.hasOwn(sent, known));
  if (name === undefined) return undefined;
  const [part, unit] = PARTS.find(([known]) => Object.hasOwn(sent, known)) ?? ['', 1];
  return fromParts(sent[name], part === '' ? 0 : sent[part], unit);
}

/** Unwraps MongoDB's `{ $date }` and `{ $numberLong }`, PHP's DateTime, and a Long in two halves. */
export function unwrapTime(sent: object): unknown {
  if ('date' in sent && 'timezone' in sent) {
    const { date, timezone } = sent;
    const isPhp = typeof date === 'string' && typeof timezone === 'string';
    return isPhp ? `${date} ${timezone}` : undefined;
  }
  if ('$date' in sent) return sent.$date;
  if ('$numberLong' in sent) return sent.$numberLong;
  if (!('low' in sent) || !('high' in sent)) return undefined;
  const { low, high } = sent;
  const isLong = Number.isInteger(low) && Number.isInteger(high);
  return isLong
    ? BigInt.asUintN(32, BigInt(Number(low))) + (BigInt(Number(high)) << 32n)
    : undefined;
}

function fromArray(sent: readonly unknown[]): Instant | undefined {
  if (sent.length === 2) return fromParts(sent[0], sent[1], 1);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, nanos = 0] = sent.map(
    (item) => (Number.isInteger(item) ? Number(item) : -1),
  );
  if (![3, 5, 6, 7].includes(sent.length) || nanos < 0 || nanos > 999_999_999) return undefined;
  return toInstant({ year, month, day, hour, minute, second, nanos, offset: 0 });
}

function fromParts(seconds: unknown, part: unknown, unit: number): Instant | undefined {
  const whole = /^\d{9,11}$/.exec(String(seconds))?.[0];
  const rest = /^\d{1,9}$/.exec(String(part))?.[0];
  if (whole === undefined || rest === undefined) return undefined;
  const nanos = Number(rest) * unit;
  return nanos > 999_999_999 ? undefined : { seconds: Number(whole), nanos };
}
