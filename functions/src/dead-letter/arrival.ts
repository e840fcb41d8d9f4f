import type { Instant } from '../contract/timestamp.js';
import type { LetterState } from './store.js';

/**
 * What a delivery to the recorder means for the letter's document: the first sight of it, a
 * redelivery (whose follow-up work may not have happened), a message that was sent back and failed
 * again, or a delivery from before that.
 */
export type Arrival = 'new' | 'known' | 'returned' | 'old';

export interface Arrived {
  /** The message's round; 0: never sent back. `undefined`: a person sent it, in no round. */
  round: number | undefined;
  deadAt: Instant;
}

type Found = Pick<LetterState, 'rounds' | 'dead_at' | 'replayed_at'>;

/**
 * Compares a message with its letter's document. Deliveries arrive late, twice and in any order,
 * and the mark that a message was sent back may be missing: the round in the message and its time
 * of death, which comes from Pub/Sub's clock alone, are enough to decide.
 */
export function judgeArrival(found: Found | undefined, { round, deadAt }: Arrived): Arrival {
  if (found === undefined) return 'new';
  const { rounds } = found;
  if (round !== undefined && round !== rounds) return round < rounds ? 'old' : 'returned';
  const later = compareInstants(deadAt, found.dead_at);
  if (later !== 0) return later < 0 ? 'old' : 'returned';
  return found.replayed_at === undefined ? 'known' : 'old';
}

function compareInstants(a: Instant, b: Instant): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}
