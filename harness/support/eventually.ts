import pWaitFor from 'p-wait-for';

/**
 * Retries until there is an answer; after `ms`, fails with what it was waiting for. The limit only
 * catches what never happens: on a machine that runs all suites at once, anything can take long.
 */
export function eventually<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
  ms = 60_000,
): Promise<T> {
  const deadline = Date.now() + ms;
  // Its own timeout would add a listener to one signal with every attempt.
  return pWaitFor(
    async () => {
      const answer = await ask();
      if (answer !== undefined) return pWaitFor.resolveWith(answer);
      if (Date.now() > deadline) throw new Error(`waited ${ms} ms in vain for ${what}`);
      return false;
    },
    { interval: 50 },
  );
}
