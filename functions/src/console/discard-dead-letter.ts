import type { DeadLetterStore } from '../adapters/dead-letter-store.js';
import {
  type DiscardDeadLetterInput,
  discardDeadLetterInput,
  type DiscardDeadLetterOutput,
} from '../contract/console.js';
import type { Action } from './call.js';
import { Refusal } from './refusal.js';

/** Deletes one dead letter of the caller's tenant for good. */
export function createDiscardDeadLetter(
  store: Pick<DeadLetterStore, 'remove'>,
): Action<DiscardDeadLetterInput, DiscardDeadLetterOutput> {
  return {
    input: discardDeadLetterInput,
    async run(tenantId, { dead_letter_id }) {
      const removed = await store.remove({ tenantId, id: dead_letter_id });
      if (!removed) throw new Refusal('not-found', 'There is no such dead letter.');
      return { dead_letter_id };
    },
  };
}
