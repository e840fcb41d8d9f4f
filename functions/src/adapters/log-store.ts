import type { LogStore } from '../process/store-log.js';
import { within } from './within.js';
import { isAlreadyExists, openFirestore, toTimestamp } from './firestore.js';

/**
 * Processed logs in Firestore, each at `tenants/{tenant_id}/processed_logs/{log_id}`. Rejects
 * when Firestore does not answer within `timeoutMs`; the client itself would try on for minutes,
 * past the end of the delivery.
 */
export function createLogStore(timeoutMs: number, firestore = openFirestore()): LogStore {
  const reference = (tenantId: string, logId: string) =>
    firestore.doc(`tenants/${tenantId}/processed_logs/${logId}`);

  return {
    async create(tenantId, logId, document) {
      const { processed_at, received_at, timestamp, ...fields } = document;
      try {
        await within(
          timeoutMs,
          reference(tenantId, logId).create({
            ...fields,
            processed_at: toTimestamp(processed_at),
            received_at: toTimestamp(received_at),
            ...(timestamp && { timestamp: toTimestamp(timestamp) }),
          }),
        );
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
