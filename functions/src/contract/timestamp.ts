import { z } from 'zod';

import { type Instant, toRfc3339 } from './instant.js';

export type { Instant };

const FRACTION = /\.(\d{1,9})(?=Z|[+-])/;

/** RFC 3339 with an offset, at most nanoseconds: `2024-01-15T10:30:00.123Z`. */
export const timestampSchema = z.iso
  .datetime({
    offset: true,
    error: 'must be an RFC 3339 time with an offset, such as 2024-01-15T10:30:00Z',
  })
  .refine((time) => !/\.\d{10}/.test(time), 'must not be finer than nanoseconds')
  .refine((time) => isStorable(time), 'must lie in the years 0001 to 9999');

/** Takes what {@link timestampSchema} accepted. Keeps nanoseconds, which a `Date` would lose. */
export function parseTimestamp(time: string): Instant {
  const fraction = FRACTION.exec(time)?.[1] ?? '';
  return {
    seconds: Date.parse(time.replace(FRACTION, '')) / 1000,
    nanos: Number(fraction.padEnd(9, '0')),
  };
}

// Firestore's range, as protobuf's: an offset can push a valid date out of it.
const MIN_SECONDS = Date.parse('0001-01-01T00:00:00Z') / 1000;
const MAX_SECONDS = Date.parse('9999-12-31T23:59:59Z') / 1000;

function isStorable(time: string): boolean {
  const { seconds } = parseTimestamp(time);
  return seconds >= MIN_SECONDS && seconds <= MAX_SECONDS;
}

/** In UTC, to the millisecond. */
export function toIso({ seconds, nanos }: Instant): string {
  return new Date(seconds * 1000 + nanos / 1e6).toISOString();
}

export function daysAfter({ seconds, nanos }: Instant, days: number): Instant {
  return { seconds: seconds + days * 86_400, nanos };
}

/** Units of an epoch time by its size: up to year 5138 in each, and not before 1973. */
const EPOCH_UNITS = [
  { below: 1e8, nanos: 0n },
  { below: 1e11, nanos: 1_000_000_000n },
  { below: 1e14, nanos: 1_000_000n },
  { below: 1e17, nanos: 1_000n },
  { below: 1e20, nanos: 1n },
] as const;

/**
 * A time as clients write it, as RFC 3339: that already, or a time since 1970 in seconds,
 * milliseconds, microseconds or nanoseconds, as a number or its digits. What the unit is follows
 * from the size. `undefined` for what is none of these; a number below 10^8 is more likely to be
 * something else.
 */
export function readTimestamp(time: unknown): string | undefined {
  if (typeof time === 'number') {
    // Milliseconds, as most loggers write them.
    return Number.isInteger(time) && time >= 1e11 && time < 1e14
      ? new Date(time).toISOString()
      : fromEpoch(String(time));
  }
  if (typeof time !== 'string') return undefined;
  return /^\d+(?:\.\d+)?$/.test(time)
    ? fromEpoch(time)
    : timestampSchema.safeParse(time).success
      ? time
      : undefined;
}

function fromEpoch(digits: string): string | undefined {
  const [, whole, fraction = ''] = /^(\d{1,20})(?:\.(\d+))?$/.exec(digits) ?? [];
  if (whole === undefined) return undefined;
  const { nanos: unit = 0n } = EPOCH_UNITS.find(({ below }) => Number(whole) < below) ?? {};
  if (unit === 0n) return undefined;
  // As many digits of the fraction as make whole nanoseconds.
  const places = String(unit).length - 1;
  return fromNanos(
    BigInt(whole) * unit + BigInt(fraction.slice(0, places).padEnd(places, '0') || '0'),
  );
}

/** RFC 3339 in UTC, from nanoseconds since 1970; `undefined` after the year 9999. */
export function fromNanos(nanos: bigint): string | undefined {
  const seconds = Number(nanos / NANOS);
  if (seconds > MAX_SECONDS) return undefined;
  return toRfc3339({ seconds, nanos: Number(nanos % NANOS) });
}

const NANOS = 1_000_000_000n;
