import { setImmediate as otherWork } from 'node:timers/promises';

export interface TurnTaker {
  isOver(): boolean;
  yield(): Promise<void>;
}

/**
 * For long work that shares its process: `isOver` once it has run for `ms` in one go, and then
 * `yield` lets others work. By time, not by items, since one item may cost as much as a thousand.
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
