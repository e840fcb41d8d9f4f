import { onMessagePublished } from 'firebase-functions/pubsub';

import { createDeadLetterStore } from '../adapters/dead-letter-store.js';
import { log } from '../adapters/log.js';
import { once } from '../adapters/once.js';
import { createReadTenant } from '../adapters/tenant-store.js';
import * as config from '../config.js';
import { createTenantDirectory } from '../tenants/tenant-directory.js';
import { toRecord, withExpiry } from './to-record.js';

const deps = once(() => {
  const { storeTimeoutMs } = config.settings();
  return {
    store: createDeadLetterStore(storeTimeoutMs),
    findTenant: createTenantDirectory(createReadTenant(storeTimeoutMs)),
  };
});

/** Writes each dead letter once, where its tenant's admins can see it. */
export const recordDeadLetters = onMessagePublished(
  { topic: config.deadLetterTopic, region: config.region, retry: true, timeoutSeconds: 60 },
  async ({ data: { message } }) => {
    const { messageId, publishTime, attributes } = message;
    const data = Buffer.from(message.data ?? '', 'base64');
    const { store, findTenant } = deps();
    const record = toRecord({ messageId, publishTime, data, attributes });
    const tenant = record.tenantId === undefined ? undefined : await findTenant(record.tenantId);
    await store.record(withExpiry(record, tenant?.settings.retention_days));
    log.warn('dead_letter_recorded', {
      message_id: messageId,
      tenant_id: record.tenantId,
      log_id: record.document.log_id,
      reason: record.document.reason,
      attempt: record.document.attempts,
    });
  },
);
