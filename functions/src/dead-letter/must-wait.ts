import type { Pace } from './pace.js';
import type { ArrivedLetter } from './to-record.js';

export interface MustWaitDeps {
  pace: Pick<Pace, 'isFull'>;
  /** After this many rounds a letter waits for a person. */
  rounds: number;
  /** Milliseconds since 1970. */
  now: () => number;
}

/**
 * Whether a letter must be sent back but its turn is still too far away to do anything now. Checked
 * before touching the store: an hour's letters are redelivered every two minutes until all are sent
 * back, and a store that has just recovered should not have to write and read each of them every
 * time.
 */
export function createMustWait({ pace, rounds, now }: MustWaitDeps) {
  return ({ tenantId, round, document }: ArrivedLetter): boolean =>
    document.reason === 'attempts_exhausted' &&
    // A person's replay counts as no round: only the document knows how many there were.
    round !== undefined &&
    round < rounds &&
    pace.isFull(tenantId, now());
}
