import type { CloudEvent } from 'firebase-functions';
import type { MessagePublishedData } from 'firebase-functions/pubsub';

import { readReplay } from '../contract/dead-letter.js';
import { originOf } from '../contract/origin.js';
import { POLICY_DOUBT_MS } from '../limits.js';
import { createProcessMessage, type ProcessMessageDeps } from './process-message.js';
import { createReportNoPolicy, reportFailed, reportProcessed } from './report.js';

/** Redacts what arrives on the topic and stores each log once. A throw is a redelivery. */
export function createHandle(deps: ProcessMessageDeps) {
  const processMessage = createProcessMessage(deps);
  const reportNoPolicy = createReportNoPolicy();
  return async (event: CloudEvent<MessagePublishedData>): Promise<void> => {
    const begun = performance.now();
    const { message, deliveryAttempt } = event.data as typeof event.data & {
      deliveryAttempt?: number; // Pub/Sub counts once the subscription has a dead-letter policy.
    };
    const { messageId, attributes } = message;
    // We decode it ourselves: `message.json` throws on bad JSON, and the message would loop.
    const data = Buffer.from(message.data ?? '', 'base64');
    // The platform would hold this base64, a third larger than the data, until the end.
    Reflect.set(message, 'data', '');
    const delivery = {
      messageId,
      data,
      deliveryAttempt: deliveryAttempt ?? 1,
      origin: originOf(attributes),
      replayOf: readReplay(attributes)?.letterId,
      begun,
    };
    try {
      reportProcessed(delivery, await processMessage(delivery));
    } catch (error) {
      reportFailed(delivery, error);
      const age = Date.now() - Date.parse(message.publishTime);
      if (deliveryAttempt === undefined && age > POLICY_DOUBT_MS) reportNoPolicy(delivery);
      // No cause: the platform logs the error, and a cause may quote a log.
      // oxlint-disable-next-line preserve-caught-error
      throw new Error('the message could not be processed yet and is delivered again');
    }
  };
}
