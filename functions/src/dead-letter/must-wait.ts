import type { Pace } from './pace.js';
import type { ArrivedLetter } from './to-record.js';

export interface MustWaitDeps {
  pace: Pick<Pace, 'isFull'>;
  /** Rounds after which a letter waits for a person. */
  rounds: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * Whether a letter is to be sent back, and its turn is too far away for anything to be done about it
 * now. Asked before the store is: an hour's letters come every two minutes until all are sent back,
 * and the store that has just returned is not to write and read each of them every time.
 */
export function createMustWait({ pace, rounds, now }: MustWaitDeps) {
  return ({ tenantId, round, document }: ArrivedLetter): boolean =>
    document.reason === 'attempts_exhausted' &&
    // A person's replay counts for no round: its document alone says how many there were.
    round !== undefined &&
    round < rounds &&
    pace.isFull(tenantId, now());
}
