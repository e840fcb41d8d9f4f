import { z } from 'zod';

/** A point in time: whole seconds since 1970 and nanoseconds (0 to 999,999,999) after them. */
export interface Instant {
  seconds: number;
  nanos: number;
}

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

export function daysAfter({ seconds, nanos }: Instant, days: number): Instant {
  return { seconds: seconds + days * 86_400, nanos };
}
