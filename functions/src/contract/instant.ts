/** A point in time: whole seconds since 1970 and nanoseconds (0 to 999,999,999) after them. */
export interface Instant {
  seconds: number;
  nanos: number;
}

/** From whole milliseconds since 1970. */
export function fromMillis(millis: number): Instant {
  const seconds = Math.floor(millis / 1000);
  return { seconds, nanos: (millis - seconds * 1000) * 1e6 };
}

/** Milliseconds since 1970, rounded down. */
export function toMillis({ seconds, nanos }: Instant): number {
  return seconds * 1000 + Math.floor(nanos / 1e6);
}

/** RFC 3339 in UTC with 3, 6 or 9 digits of the second, none where it is whole. */
export function toRfc3339({ seconds, nanos }: Instant): string {
  if (last.seconds !== seconds) {
    last = { seconds, text: new Date(seconds * 1000).toISOString().slice(0, -5) };
  }
  return `${last.text}${fractionOf(nanos)}Z`;
}

/** Most times fall into the same second as the one before. */
let last = { seconds: 0, text: '1970-01-01T00:00:00' };

function fractionOf(nanos: number): string {
  if (nanos === 0) return '';
  if (nanos % 1e6 === 0) return `.${String(nanos / 1e6).padStart(3, '0')}`;
  if (nanos % 1e3 === 0) return `.${String(nanos / 1e3).padStart(6, '0')}`;
  return `.${String(nanos).padStart(9, '0')}`;
}
