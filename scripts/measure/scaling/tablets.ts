/** A range of keys on one server: from its key to the next tablet's. */
interface Tablet {
  from: number;
  /** Writes taken in this step. */
  taken: number;
  /** Writes requested since the last check, and some of their keys. */
  asked: number;
  keys: number[];
  /** Consecutive steps in which it was asked for nearly its capacity, or more. */
  hotSteps: number;
}

export interface TabletLimits {
  /** Writes that a tablet can take in a step. */
  capacity: number;
  /** Steps for which it must be hot before it is split. */
  hotStepsBeforeSplit: number;
}

/** Share of its capacity from which a tablet is hot. */
const HOT = 0.9;
const KEYS_KEPT = 512;

/**
 * A sorted table that is spread over servers by key range, as Firestore keeps documents and each
 * index. A range that stays hot is split at the middle of the keys written lately, which halves
 * its load where the next keys are like the last ones, and moves all of it to the right half where
 * keys only grow.
 */
export class Tablets {
  readonly #limits: TabletLimits;
  #tablets: Tablet[] = [newTablet(-Infinity)];

  constructor(limits: TabletLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#tablets.length;
  }

  /** Whether the tablet of this key can take `writes` more; counts as a request in any case. */
  hasRoom(key: number, writes: number): boolean {
    const tablet = this.#of(key);
    tablet.asked += writes;
    if (tablet.keys.length < KEYS_KEPT) tablet.keys.push(key);
    return tablet.taken + writes <= this.#limits.capacity;
  }

  take(key: number, writes: number): void {
    this.#of(key).taken += writes;
  }

  /** Ends a step: splits tablets that have been hot for long enough. */
  endStep(): void {
    this.#tablets = this.#tablets.flatMap((tablet) => {
      const isHot = tablet.asked >= this.#limits.capacity * HOT;
      const hotSteps = isHot ? tablet.hotSteps + 1 : 0;
      if (hotSteps < this.#limits.hotStepsBeforeSplit) {
        return [{ ...newTablet(tablet.from), hotSteps }];
      }
      const middle = median(tablet.keys);
      return middle !== undefined && middle > tablet.from
        ? [newTablet(tablet.from), newTablet(middle)]
        : [newTablet(tablet.from)];
    });
  }

  /** The last tablet that does not begin after the key. */
  #of(key: number): Tablet {
    let low = 0;
    let high = this.#tablets.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#tablets[middle]?.from ?? Infinity) <= key) low = middle;
      else high = middle - 1;
    }
    const found = this.#tablets[low];
    if (found === undefined) throw new Error('a table has at least one tablet');
    return found;
  }
}

function newTablet(from: number): Tablet {
  return { from, taken: 0, asked: 0, keys: [], hotSteps: 0 };
}

function median(keys: number[]): number | undefined {
  return keys.toSorted((a, b) => a - b)[Math.floor(keys.length / 2)];
}
