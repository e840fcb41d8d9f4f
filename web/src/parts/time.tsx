import { type Instant, toMillis, toRfc3339 } from '../documents/instant.js';

const SHORT = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
});

const LONG = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' });

/** A time in the reader's zone; the exact instant, with all its digits, on hover. */
export function Time({ at }: { at: Instant }) {
  const exact = toRfc3339(at);
  const date = new Date(toMillis(at));
  return (
    <time dateTime={exact} title={`${exact}\n${LONG.format(date)}`}>
      {SHORT.format(date)}
    </time>
  );
}
