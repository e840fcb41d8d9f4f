import { type DeadLetter, toAttributes } from '../contract/dead-letter.js';
import type { PublishNotice } from '../alerts/send.js';
import type { PublishMatches } from '../alerts/watch.js';
import { ALERT_MESSAGE_VERSION } from '../contract/alert-messages.js';
import { MESSAGE_VERSION } from '../contract/log-message.js';
import type { PublishLogs } from '../ingest/intake.js';
import { type Origin, originAttributes } from '../contract/origin.js';
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

/**
 * Publishes logs that match alerts. Rejects when Pub/Sub does not acknowledge within `timeoutMs`.
 */
export function createMatchPublisher(topicName: string, timeoutMs: number): PublishMatches {
  return createAlertPublisher(topicName, timeoutMs);
}

/**
 * Publishes notices, one per target. Rejects when Pub/Sub does not acknowledge within `timeoutMs`.
 */
export function createNoticePublisher(topicName: string, timeoutMs: number): PublishNotice {
  return createAlertPublisher(topicName, timeoutMs);
}

function createAlertPublisher(topicName: string, timeoutMs: number) {
  const publish = openTopic(topicName, timeoutMs);
  return (message: { tenant_id: string }, origin?: Origin): Promise<void> =>
    publish({
      data: Buffer.from(JSON.stringify(message)),
      attributes: {
        tenant_id: message.tenant_id,
        version: String(ALERT_MESSAGE_VERSION),
        ...(origin && originAttributes(origin)),
      },
    });
}
