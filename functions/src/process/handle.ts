import type { CloudEvent } from 'firebase-functions';
import type { MessagePublishedData } from 'firebase-functions/pubsub';

import { createDeadLetterPublisher } from '../adapters/dead-letter-publisher.js';
import { leaveDomain } from '../entry/leave-domain.js';
import { createLogStore } from '../adapters/log-store.js';
import { once } from '../lib/once.js';
import { createReadTenant } from '../adapters/tenant-store.js';
import * as config from '../config.js';
import { isDeadLetterId } from '../contract/dead-letter.js';
import { createTenantDirectory } from '../tenants/tenant-directory.js';
import { originOf } from '../telemetry/origin.js';
import { createProcessMessage } from './process-message.js';
import { createRedactionOptions } from './redaction-options.js';
import { reportFailed, reportProcessed } from './report.js';
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
export async function handle(event: CloudEvent<MessagePublishedData>): Promise<void> {
  leaveDomain();
  const begun = performance.now();
  const { message, deliveryAttempt = 1 } = event.data as typeof event.data & {
    deliveryAttempt?: number; // Pub/Sub counts once the subscription has a dead-letter policy.
  };
  const { messageId, attributes } = message;
  // Decoded by ourselves: `message.json` throws on bad JSON, and the message would loop.
  const data = Buffer.from(message.data ?? '', 'base64');
  // A third more than the data, which the platform would hold until the end.
  Reflect.set(message, 'data', '');
  const { replay_of: replayOf } = attributes;
  const delivery = {
    messageId,
    data,
    deliveryAttempt,
    origin: originOf(attributes),
    replayOf: isDeadLetterId(replayOf) ? replayOf : undefined,
    begun,
  };
  try {
    reportProcessed(delivery, await processMessage()(delivery));
  } catch (error) {
    reportFailed(delivery, error);
    // Without a cause: the platform logs what is thrown, and a cause may quote a log.
    // oxlint-disable-next-line preserve-caught-error
    throw new Error('the message could not be processed yet and is delivered again');
  }
}
