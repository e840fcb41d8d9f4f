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

interface TimeProps {
  at: Instant;
  /** Other times to show on hover, each with its name. */
  others?: readonly (readonly [name: string, at: Instant])[];
}

/** A time in the reader's zone; the exact instant, with all its digits, on hover. */
export function Time({ at, others = [] }: TimeProps) {
  const exact = toRfc3339(at);
  const date = new Date(toMillis(at));
  const more = others.map(([name, other]) => `\n${name} ${toRfc3339(other)}`).join('');
  return (
    <time dateTime={exact} title={`${exact}\n${LONG.format(date)}${more}`}>
      {SHORT.format(date)}
    </time>
  );
}

/** When a log happened; on hover, when it was received and stored. */
export function LogTime({
  log,
}: {
  log: { time: Instant; received_at: Instant; processed_at: Instant };
}) {
  const { time, received_at, processed_at } = log;
  return (
    <Time
      at={time}
      others={[
        ['Received', received_at],
        ['Stored', processed_at],
      ]}
    />
  );
}
