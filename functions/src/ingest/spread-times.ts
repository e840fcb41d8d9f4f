import { parseTimestamp } from '../contract/timestamp.js';

/**
 * Beyond the year 2255 a double cannot count microseconds. Such times, and those before 1970, are
 * left as they are.
 */
const MAX_MICROS = Number.MAX_SAFE_INTEGER - 1_000_000;

/**
 * Makes the times of a request's logs differ, so that readers see them in the order in which they
 * were sent: of those that fall into one microsecond, the finest that Firestore keeps, each comes a
 * microsecond after the one before. Takes and returns RFC 3339; the first of each microsecond
 * stays as it is. Nothing but the times and their order decides, so that a retry gets the same.
 */
export function createSpreadTimes(): (time: string) => string {
  /** Microseconds since 1970 that are taken → one after it that may be free. */
  const next = new Map<number, number>();
  const microsOf = remember((time: string) => {
    const { seconds, nanos } = parseTimestamp(time);
    return seconds * 1e6 + Math.floor(nanos / 1000);
  });
  const formatSecond = remember((seconds: number) =>
    new Date(seconds * 1000).toISOString().slice(0, -5),
  );

  return (time) => {
    const micros = microsOf(time);
    if (!(micros >= 0 && micros < MAX_MICROS)) return time;
    const free = firstFree(micros);
    next.set(free, free + 1);
    if (free === micros) return time;
    const seconds = Math.floor(free / 1e6);
    return `${formatSecond(seconds)}.${String(free - seconds * 1e6).padStart(6, '0')}Z`;
  };

  /** Shortens the way for the next: 100,000 equal times cost no more than as many different ones. */
  function firstFree(micros: number): number {
    let free = micros;
    for (let after = next.get(free); after !== undefined; after = next.get(free)) free = after;
    for (let at = micros; at !== free;) {
      const after = next.get(at) ?? free;
      next.set(at, free);
      at = after;
    }
    return free;
  }
}

/** The same again for the same as last time: most logs of a request have the time of one before. */
function remember<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  let last: { key: Key; value: Value } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
}
