export interface Schedule {
  /** Requests to send. */
  count: number;
  /** Milliseconds between two of them. */
  intervalMs: number;
  /** Ends it early. */
  signal: AbortSignal;
}

/** Timers are no finer than this, so several requests may share a tick. */
const TICK_MS = 1;

/**
 * An open loop: calls `send` for every request when it is due, at most a tick later,
 * and never waits for an answer. `send` gets the number of the request and the time at which it
 * was due (as of `performance.now()`), from which its latency counts: a sender that is late itself
 * thus hides nothing. Resolves with the number of requests that were due.
 */
export async function runSchedule(
  { count, intervalMs, signal }: Schedule,
  send: (index: number, dueAt: number) => void,
): Promise<number> {
  const start = performance.now();
  let index = 0;
  await new Promise<void>((resolve, reject) => {
    let timer: NodeJS.Timeout;
    const tick = () => {
      try {
        const now = performance.now();
        // `send` may abort the schedule while more is due at the same tick.
        for (; !signal.aborted && index < count && start + index * intervalMs <= now; index += 1) {
          send(index, start + index * intervalMs);
        }
        if (signal.aborted || index >= count) finish();
        else timer = setTimeout(tick, Math.max(TICK_MS, start + index * intervalMs - now));
      } catch (error) {
        reject(error);
      }
    };
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    signal.addEventListener('abort', finish);
    if (signal.aborted) finish();
    else tick();
  });
  return index;
}
