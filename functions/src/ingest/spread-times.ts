import { parseTimestamp } from '../contract/timestamp.js';

/**
 * Beyond the year 2255 a double cannot count microseconds. Such times, and those before 1970, are left
 * unchanged.
 */
const MAX_MICROS = Number.MAX_SAFE_INTEGER - 1_000_000;

/**
 * Makes the times of a request's logs differ, so that readers see them in the order sent: if several
 * fall into one microsecond, the finest that Firestore keeps, each comes a microsecond after the one
 * before. Takes and returns RFC 3339; the first of each microsecond stays as it is. The result depends
 * only on the times and their order, so a retry gets the same.
 */
export function createSpreadTimes(): (time: string) => string {
  const taken = new TakenTimes();
  const microsOf = remember((time: string) => {
    const { seconds, nanos } = parseTimestamp(time);
    return seconds * 1e6 + Math.floor(nanos / 1000);
  });
  const formatSecond = remember((seconds: number) =>
    new Date(seconds * 1000).toISOString().slice(0, -5),
  );

  // Near the first time, differences are small integers, with which maps are fast.
  let origin: number | undefined;

  return (time) => {
    const micros = microsOf(time);
    if (!(micros >= 0 && micros < MAX_MICROS)) return time;
    origin ??= micros;
    const free = origin + taken.takeFrom(micros - origin);
    if (free === micros) return time;
    const seconds = Math.floor(free / 1e6);
    return `${formatSecond(seconds)}.${String(free - seconds * 1e6).padStart(6, '0')}Z`;
  };
}

/** Whole numbers, each given out once. */
class TakenTimes {
  /** A number that is taken → one after it that may be free. */
  private readonly next = new Map<number, number>();
  /** The last request and the numbers it got; those from `noted` on are not in the map yet. */
  private run = { from: NaN, noted: 0, end: 0 };

  /** The first free number from `from` on. */
  takeFrom(from: number): number {
    const { run } = this;
    // Most logs of a request have the time of the one before.
    if (from === run.from && !this.next.has(run.end)) return run.end++;
    this.note();
    const free = this.firstFree(from);
    this.run = { from, noted: free, end: free + 1 };
    return free;
  }

  private note(): void {
    const { from, noted, end } = this.run;
    for (let at = noted; at < end; at += 1) this.next.set(at, end);
    if (from < noted) this.next.set(from, end);
  }

  /** Compresses the path for the next call: 100,000 equal times cost no more than as many different ones. */
  private firstFree(from: number): number {
    let free = from;
    for (let after = this.next.get(free); after !== undefined; after = this.next.get(free)) {
      free = after;
    }
    for (let at = from; at !== free;) {
      const after = this.next.get(at) ?? free;
      this.next.set(at, free);
      at = after;
    }
    return free;
  }
}

/** Memoises the last call: most logs of a request have the same time as the one before. */
function remember<Key, Value>(make: (key: Key) => Value): (key: Key) => Value {
  let last: { key: Key; value: Value } | undefined;
  return (key) => {
    if (last?.key !== key) last = { key, value: make(key) };
    return last.value;
  };
}
