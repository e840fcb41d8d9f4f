import { toRfc3339 } from '../contract/instant.js';
import { parseTimestamp } from '../contract/timestamp.js';

/**
 * Beyond the year 2255 a double cannot count microseconds. Such times, and those before 1970, are
 * left as they are.
 */
const MAX_MICROS = Number.MAX_SAFE_INTEGER - 1_000_000;

/**
 * Makes the times of a request's logs differ, so that readers see them in the order in which they
 * were sent: of those that fall into one microsecond, the finest that Firestore keeps, each comes a
 * microsecond after the one before. Takes and returns RFC 3339; the first of each microsecond keeps
 * its nanoseconds. Nothing but the times and their order decides, so that a retry gets the same.
 */
export function createSpreadTimes(): (time: string) => string {
  /** Microseconds since 1970 that are taken → one after it that may be free. */
  const next = new Map<number, number>();

  return (time) => {
    const instant = parseTimestamp(time);
    const micros = instant.seconds * 1e6 + Math.floor(instant.nanos / 1000);
    if (!(micros >= 0 && micros < MAX_MICROS)) return toRfc3339(instant);
    const free = firstFree(micros);
    next.set(free, free + 1);
    if (free === micros) return toRfc3339(instant);
    const seconds = Math.floor(free / 1e6);
    return toRfc3339({ seconds, nanos: (free - seconds * 1e6) * 1000 });
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
