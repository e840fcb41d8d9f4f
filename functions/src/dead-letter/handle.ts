import type { CloudEvent } from 'firebase-functions';
import type { MessagePublishedData } from 'firebase-functions/pubsub';

import { type Origin, originOf } from '../contract/origin.js';
import { logEvent, logFailure } from '../telemetry/log.js';
import type { ReadTenant } from '../tenants/tenant-directory.js';
import type { DeadLetterStore } from './store.js';
import { type DeadLetterRecord, toRecord, withExpiry } from './to-record.js';

export interface RecordDeps {
  store: Pick<DeadLetterStore, 'record'>;
  findTenant: ReadTenant;
}

/** Writes each dead letter once, where its tenant's admins can see it. A throw is a redelivery. */
export function createHandle({ store, findTenant }: RecordDeps) {
  return async ({ data: { message } }: CloudEvent<MessagePublishedData>): Promise<void> => {
    const begun = performance.now();
    const { messageId, publishTime, attributes } = message;
    const origin = originOf(attributes);
    let tenantId: string | undefined;
    try {
      const data = Buffer.from(message.data ?? '', 'base64');
      const record = toRecord({ messageId, publishTime, data, attributes });
      ({ tenantId } = record);
      const tenant = tenantId === undefined ? undefined : await findTenant(tenantId);
      if (tenantId !== undefined && tenant?.deleted) {
        logEvent('dead_letter_discarded', { message_id: messageId, tenant_id: tenantId }, origin);
        return;
      }
      const outcome = await store.record(withExpiry(record, tenant?.settings.retention_days));
      if (outcome === 'created') reportRecorded(record, begun, origin);
    } catch (error) {
      logFailure(
        'dead_letter_failed',
        error,
        { message_id: messageId, tenant_id: tenantId },
        origin,
      );
      // Without a cause: the platform logs what is thrown, and a cause may quote a log.
      // oxlint-disable-next-line preserve-caught-error
      throw new Error('the dead letter could not be recorded yet and is delivered again');
    }
  };
}

/** Once a letter: deliveries of one that is there already tell nothing new. */
function reportRecorded(
  { id, tenantId, document }: DeadLetterRecord,
  begun: number,
  origin: Origin,
): void {
  const fields = {
    reason: document.reason,
    dead_letter_id: id,
    tenant_id: tenantId,
    log_id: document.log_id,
    message_id: document.source_message_id,
    attempts: document.attempts,
    bytes: document.payload_bytes,
    duration_ms: Math.round(performance.now() - begun),
  };
  logEvent('dead_letter_recorded', fields, origin);
}
