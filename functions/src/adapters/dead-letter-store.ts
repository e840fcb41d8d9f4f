import type { DeadLetterRecord } from '../dead-letter/to-record.js';
import { isAlreadyExists, openFirestore, toTimestamp } from './firestore.js';
import { within } from './within.js';

/** Writes a dead letter; one that is there already stays as it is. */
export function createDeadLetterStore(timeoutMs: number) {
  const firestore = openFirestore();
  return async ({ id, tenantId, document }: DeadLetterRecord): Promise<void> => {
    const parent = tenantId === undefined ? '' : `tenants/${tenantId}/`;
    try {
      await within(
        timeoutMs,
        firestore.doc(`${parent}dead_letters/${id}`).create({
          ...document,
          received_at: toTimestamp(document.received_at),
          dead_at: toTimestamp(document.dead_at),
        }),
      );
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
    }
  };
}
