import { setTimeout as sleep } from 'node:timers/promises';

import type { Firestore } from '../../functions/src/adapters/firestore.js';

export interface Counted {
  stored: number;
  /** Dead letters that wait for a person, or for their turn to be sent back. */
  deadLetters: number;
  /** Dead letters that were sent back. */
  healed: number;
}

export async function countDocuments(firestore: Firestore): Promise<Counted> {
  const letters = firestore.collectionGroup('dead_letters');
  const count = async (query: FirebaseFirestore.Query) => (await query.count().get()).data().count;
  const [stored, all, healed] = await Promise.all([
    count(firestore.collectionGroup('processed_logs')),
    count(letters),
    // Only documents that have the field.
    count(letters.orderBy('replayed_at')),
  ]);
  return { stored, deadLetters: all - healed, healed };
}

export interface Draining {
  firestore: Firestore;
  /** Logs and letters expected in the end. */
  expected: number;
  /** Deliveries so far, to the workers and the recorder. */
  deliveries: () => number;
  /** After this long without a delivery, nothing is in flight any more. */
  quietMs: number;
  /** Longest wait without progress. */
  stuckMs: number;
  onCount: (counted: Counted) => void;
}

/** Waits until everything is stored or dead, and deliveries have ended. */
export async function drain(options: Draining): Promise<void> {
  const { firestore, expected, deliveries, quietMs, stuckMs, onCount } = options;
  let last = '';
  let changed = Date.now();
  for (;;) {
    const counted = await countDocuments(firestore);
    onCount(counted);
    const state = JSON.stringify([counted, deliveries()]);
    if (state !== last) {
      last = state;
      changed = Date.now();
    }
    const isComplete = counted.stored + counted.deadLetters >= expected;
    if (Date.now() - changed > (isComplete ? quietMs : stuckMs)) return;
    await sleep(500);
  }
}
