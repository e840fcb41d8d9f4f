import { onMessagePublished } from 'firebase-functions/pubsub';

import { createDeadLetterStore } from '../adapters/dead-letter-store.js';
import { log } from '../adapters/log.js';
import { once } from '../adapters/once.js';
import * as config from '../config.js';
import { toRecord } from './to-record.js';

const store = once(() => createDeadLetterStore(config.settings().storeTimeoutMs));

/** Writes each dead letter once, where its tenant's admins can see it. */
export const recordDeadLetters = onMessagePublished(
  { topic: config.deadLetterTopic, region: config.region, retry: true, timeoutSeconds: 60 },
  async ({ data: { message } }) => {
    const { messageId, publishTime, attributes } = message;
    const data = Buffer.from(message.data ?? '', 'base64');
    const record = toRecord({ messageId, publishTime, data, attributes });
    await store().record(record);
    log.warn('dead_letter_recorded', {
      message_id: messageId,
      tenant_id: record.tenantId,
      log_id: record.document.log_id,
      reason: record.document.reason,
      attempt: record.document.attempts,
    });
  },
);
