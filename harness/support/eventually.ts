import pWaitFor from 'p-wait-for';

/** Asks again until there is an answer; fails after `ms` with what it was waiting for. */
export function eventually<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  ms = 15_000,
): Promise<T> {
  return pWaitFor(
    async () => {
      const answer = await ask();
      return answer === undefined ? false : pWaitFor.resolveWith(answer);
    },
    { interval: 50, timeout: { milliseconds: ms, message: `waited ${ms} ms in vain for ${what}` } },
  );
}
