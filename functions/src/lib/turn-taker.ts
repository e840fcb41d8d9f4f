import { setImmediate as otherWork } from 'node:timers/promises';

export interface TurnTaker {
  isOver(): boolean;
  yield(): Promise<void>;
}

/**
 * For long work in a shared process: `isOver` is true once it has run for `ms` without a break, and
 * `yield` lets others work. Measured in time, not items, as one item may cost as much as a thousand.
 */
export function createTurnTaker(
  ms: number,
  now: () => number = () => performance.now(),
): TurnTaker {
  let end = now() + ms;
  return {
    isOver: () => now() >= end,
    yield: async () => {
      await otherWork();
      end = now() + ms;
    },
  };
}
