import type { Instant } from '../contract/timestamp.js';
import { type Arrival, judgeArrival } from './arrival.js';
import type { DeadLetterStore } from './store.js';
import type { ArrivedLetter } from './to-record.js';

/** What is known about a letter once it is recorded. */
export interface Recorded {
  arrival: Arrival;
  /** How often it was sent back automatically. */
  rounds: number;
  /** Its document's version. */
  version: Instant;
}

/**
 * Writes a letter's document, or records on it that the letter came back. Also rejects if the
 * document changes meanwhile: the next delivery sees its new state.
 */
export function createRecord(
  store: Pick<DeadLetterStore, 'create' | 'readState' | 'markReturned'>,
) {
  return async (letter: ArrivedLetter): Promise<Recorded> => {
    const { round, document } = letter;
    // Nearly all arrive for the first time: one write and no read.
    const isFirst = round === 0;
    if (isFirst) {
      const version = await store.create(letter);
      if (version !== undefined) return { arrival: 'new', rounds: 0, version };
    }
    const found = await store.readState(letter);
    const rounds = round ?? found?.rounds ?? 0;
    if (found === undefined) {
      const isSentBack = rounds > 0 && { rounds };
      const again = { ...letter, document: { ...document, ...isSentBack } };
      const version = await store.create(again);
      if (version === undefined) throw new Error('the letter came back twice at once');
      return { arrival: 'new', rounds, version };
    }
    const arrival = judgeArrival(found, { round, deadAt: document.dead_at });
    const version =
      arrival === 'returned'
        ? await store.markReturned(letter, rounds, found.version)
        : found.version;
    return { arrival, rounds, version };
  };
}
