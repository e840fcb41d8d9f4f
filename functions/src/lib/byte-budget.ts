/** A share of a budget; give it back once. */
export interface Share {
  /** Gives back all but this many bytes. */
  shrinkTo(bytes: number): void;
  /** Grows to this many in total, if there is room and nobody waits for it; returns whether it did. */
  growTo(bytes: number): boolean;
  release(): void;
}

export interface ByteBudgetOptions {
  total: number;
  /** How long work waits for its turn. */
  waitMs: number;
  /** The most that one owner may hold, except for a single larger item; the rest is for others. */
  perOwner?: number;
}

/**
 * Admits work while the bytes of everything admitted stay within the total; the rest waits. Owners
 * take turns: however much one owner has waiting, another gets the next turn. Resolves to
 * `undefined` for work that waited too long. Work larger than the total would never be admitted.
 */
export type Acquire = (owner: string, bytes: number) => Promise<Share | undefined>;

interface Waiter {
  bytes: number;
  admit(): void;
}

export function createByteBudget(options: ByteBudgetOptions): Acquire {
  const { total, waitMs, perOwner = total } = options;
  let free = total;
  const held = new Map<string, number>();
  /** By owner, in the order of their turns. */
  const waiting = new Map<string, Waiter[]>();

  const isWithinOwn = (owner: string, bytes: number) => {
    const own = held.get(owner) ?? 0;
    return own === 0 || own + bytes <= perOwner;
  };
  const take = (owner: string, bytes: number) => {
    free -= bytes;
    const own = (held.get(owner) ?? 0) + bytes;
    if (own > 0) held.set(owner, own);
    else held.delete(owner);
  };

  const admitNext = () => {
    for (const [owner, [next]] of waiting) {
      if (next === undefined || !isWithinOwn(owner, next.bytes)) continue;
      // No smaller one overtakes it, or a large one could wait for ever.
      if (next.bytes > free) return;
      remove(owner, next);
      take(owner, next.bytes);
      next.admit();
      admitNext();
      return;
    }
  };

  /** Whether any waiter needs free room, rather than only more of its owner's share. */
  const isAwaited = () =>
    [...waiting].some(([owner, [next]]) => next !== undefined && isWithinOwn(owner, next.bytes));

  /** Its owner's next one goes to the back of the queue. */
  const remove = (owner: string, waiter: Waiter) => {
    const rest = (waiting.get(owner) ?? []).filter((other) => other !== waiter);
    waiting.delete(owner);
    if (rest.length > 0) waiting.set(owner, rest);
  };

  const share = (owner: string, bytes: number): Share => {
    let own = bytes;
    const shrinkTo = (to: number) => {
      const less = Math.min(own, to);
      take(owner, less - own);
      own = less;
      admitNext();
    };
    const growTo = (to: number) => {
      const more = to - own;
      if (more <= 0) return true;
      if (more > free || isAwaited() || !isWithinOwn(owner, more)) return false;
      take(owner, more);
      own = to;
      return true;
    };
    return { shrinkTo, growTo, release: () => shrinkTo(0) };
  };

  return async (owner, bytes) => {
    if (waiting.size === 0 && bytes <= free && isWithinOwn(owner, bytes)) {
      take(owner, bytes);
      return share(owner, bytes);
    }
    return new Promise((resolve) => {
      const waiter: Waiter = {
        bytes,
        admit: () => {
          clearTimeout(timer);
          resolve(share(owner, bytes));
        },
      };
      const timer = setTimeout(() => {
        remove(owner, waiter);
        resolve(undefined);
        // The one behind it may be smaller.
        admitNext();
      }, waitMs);
      waiting.set(owner, [...(waiting.get(owner) ?? []), waiter]);
      // All those waiting may belong to owners that are at their limit.
      admitNext();
    });
  };
}
