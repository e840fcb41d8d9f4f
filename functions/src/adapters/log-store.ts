import type { DocumentData } from 'firebase-admin/firestore';

import type { ProcessedLog, RestrictedOriginal } from '../contract/processed-log.js';
import type { LogStore } from '../process/store-log.js';
import { isAlreadyExists, openFirestore, toTimestamp } from './firestore.js';
import { within } from './within.js';

/**
 * Processed logs in Firestore, each at `tenants/{tenant_id}/processed_logs/{log_id}`. Rejects
 * when Firestore does not answer within `timeoutMs`; the client itself would try on for minutes,
 * past the end of the delivery.
 */
export function createLogStore(timeoutMs: number, firestore = openFirestore()): LogStore {
  const reference = (tenantId: string, logId: string) =>
    firestore.doc(`tenants/${tenantId}/processed_logs/${logId}`);

  return {
    async create(tenantId, logId, { log, original }) {
      const place = reference(tenantId, logId);
      const batch = firestore.batch().create(place, toFirestore(log));
      if (original !== undefined) {
        batch.create(place.collection('restricted').doc('original'), toFirestore(original));
      }
      try {
        await within(timeoutMs, batch.commit());
        return 'created';
      } catch (error) {
        if (isAlreadyExists(error)) return 'exists';
        throw error;
      }
    },

    async contentHash(tenantId, logId) {
      const snapshot = await within(timeoutMs, reference(tenantId, logId).get());
      const hash: unknown = snapshot.get('content_hash');
      return typeof hash === 'string' ? hash : undefined;
    },
  };
}

const TIMES = new Set(['processed_at', 'received_at', 'timestamp', 'expires_at']);

function toFirestore(document: ProcessedLog | RestrictedOriginal): DocumentData {
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [
      name,
      TIMES.has(name) ? toTimestamp(value) : value,
    ]),
  );
}
