/** A share of a budget; give it back once. */
export interface Share {
  /** Gives back all of it but so many bytes. */
  shrinkTo(bytes: number): void;
  release(): void;
}

interface Waiter {
  bytes: number;
  admit(): void;
}

/**
 * Lets work in while the bytes of all that is in do not pass `total`; the rest waits in the order
 * it came. Work larger than `total` would never get in. Resolves to `undefined` for who has waited
 * `waitMs`.
 */
export function createByteBudget(total: number, waitMs: number) {
  let free = total;
  const waiting: Waiter[] = [];

  const admitNext = () => {
    for (let next = waiting[0]; next !== undefined && next.bytes <= free; next = waiting[0]) {
      waiting.shift();
      free -= next.bytes;
      next.admit();
    }
  };
  const share = (bytes: number): Share => {
    let held = bytes;
    const shrinkTo = (to: number) => {
      free += held - Math.min(held, to);
      held = Math.min(held, to);
      admitNext();
    };
    return { shrinkTo, release: () => shrinkTo(0) };
  };

  return async (bytes: number): Promise<Share | undefined> => {
    if (waiting.length === 0 && bytes <= free) {
      free -= bytes;
      return share(bytes);
    }
    return new Promise((resolve) => {
      const waiter: Waiter = {
        bytes,
        admit: () => {
          clearTimeout(timer);
          resolve(share(bytes));
        },
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(waiter), 1);
        resolve(undefined);
        // The one behind it may be smaller.
        admitNext();
      }, waitMs);
      waiting.push(waiter);
    });
  };
}
