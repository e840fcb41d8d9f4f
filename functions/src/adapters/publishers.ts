import { type DeadLetter, toAttributes } from '../contract/dead-letter.js';
import { MESSAGE_VERSION } from '../contract/log-message.js';
import type { PublishLogs } from '../ingest/intake.js';
import { originAttributes } from '../contract/origin.js';
import { openTopic } from './pubsub-rest/topic.js';

/**
 * Publishes accepted logs. Rejects when Pub/Sub does not acknowledge within `timeoutMs`: the message
 * may still arrive.
 */
export function createLogPublisher(topicName: string, timeoutMs: number): PublishLogs {
  const publish = openTopic(topicName, timeoutMs);
  return ({ tenantId, data, origin }) =>
    publish({
      data,
      attributes: {
        tenant_id: tenantId,
        version: String(MESSAGE_VERSION),
        ...originAttributes(origin),
      },
    });
}

/** Publishes dead letters. Rejects when Pub/Sub does not acknowledge within `timeoutMs`. */
export function createDeadLetterPublisher(topicName: string, timeoutMs: number) {
  const publish = openTopic(topicName, timeoutMs);
  return (letter: DeadLetter): Promise<void> =>
    publish({ data: letter.payload, attributes: toAttributes(letter) });
}
