import type { Instant } from '../../../functions/src/contract/timestamp.js';

export type { Instant };

/** RFC 3339 in UTC with 3, 6 or 9 digits of the second, none where it is whole. */
export function toRfc3339({ seconds, nanos }: Instant): string {
  const time = new Date(seconds * 1000).toISOString().slice(0, -5);
  const fraction = String(nanos)
    .padStart(9, '0')
    .replace(/(?:000){1,3}$/, '');
  return `${time}${fraction && '.'}${fraction}Z`;
}

/** Milliseconds since 1970, cut. */
export function toMillis({ seconds, nanos }: Instant): number {
  return seconds * 1000 + Math.floor(nanos / 1_000_000);
}

export function fromMillis(millis: number): Instant {
  const seconds = Math.floor(millis / 1000);
  return { seconds, nanos: (millis - seconds * 1000) * 1_000_000 };
}

/** Negative where `a` is earlier. */
export function compareInstants(a: Instant, b: Instant): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}
