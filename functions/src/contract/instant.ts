/** A point in time: whole seconds since 1970 and nanoseconds (0 to 999,999,999) after them. */
export interface Instant {
  seconds: number;
  nanos: number;
}

/** RFC 3339 in UTC with 3, 6 or 9 digits of the second, none where it is whole. */
export function toRfc3339({ seconds, nanos }: Instant): string {
  const time = new Date(seconds * 1000).toISOString().slice(0, -5);
  const fraction = String(nanos)
    .padStart(9, '0')
    .replace(/(?:000){1,3}$/, '');
  return `${time}${fraction && '.'}${fraction}Z`;
}
