import { onMessagePublished } from 'firebase-functions/pubsub';

import { createDeadLetterPublisher } from '../adapters/dead-letter-publisher.js';
import { leaveDomain } from '../adapters/leave-domain.js';
import { log } from '../adapters/log.js';
import { createLogStore } from '../adapters/log-store.js';
import { once } from '../adapters/once.js';
import { createReadTenant } from '../adapters/tenant-store.js';
import * as config from '../config.js';
import { createTenantDirectory } from '../tenants/tenant-directory.js';
import { createProcessMessage } from './process-message.js';
import { createRedactionOptions } from './redaction-options.js';
import { createStoreLogs } from './store-logs.js';

const processMessage = once(() => {
  const { deadLetterTopic, publishTimeoutMs, redaction, storeTimeoutMs } = config.settings();
  return createProcessMessage({
    findTenant: createTenantDirectory(createReadTenant(storeTimeoutMs)),
    storeLogs: createStoreLogs({
      store: createLogStore(storeTimeoutMs),
      now: () => new Date(),
      redactionOf: createRedactionOptions(redaction),
    }),
    publishDeadLetter: createDeadLetterPublisher(deadLetterTopic, publishTimeoutMs),
  });
});

/** Redacts what arrives on the topic and stores each log once. A throw is a redelivery. */
export const processLogs = onMessagePublished(
  {
    topic: config.topic,
    region: config.region,
    retry: true,
    memory: '512MiB',
    timeoutSeconds: 120,
  },
  async (event) => {
    leaveDomain();
    const { message, deliveryAttempt = 1 } = event.data as typeof event.data & {
      deliveryAttempt?: number; // Pub/Sub counts once the subscription has a dead-letter policy.
    };
    const { messageId } = message;
    try {
      // Decoded by ourselves: `message.json` throws on bad JSON, and the message would loop.
      const data = Buffer.from(message.data ?? '', 'base64');
      const summary = await processMessage()({ messageId, data, deliveryAttempt });
      log.info('message_processed', {
        message_id: messageId,
        attempt: deliveryAttempt,
        tenant_id: summary.tenantId,
        stored: summary.stored,
        duplicate: summary.duplicate,
        dead_letter: summary.deadLetter,
      });
    } catch (error) {
      log.error('message_failed', error instanceof Error ? (error.cause ?? error) : error, {
        message_id: messageId,
        attempt: deliveryAttempt,
      });
      // Without a cause: the platform logs what is thrown, and a cause may quote a log.
      // oxlint-disable-next-line preserve-caught-error
      throw new Error('the message could not be processed yet and is delivered again');
    }
  },
);
