import type { PublishLogs } from '../ingest/accept-log.js';
import { Problem } from '../ingest/problem.js';
import { log } from './log.js';
import { openTopic } from './pubsub.js';
import { within } from './within.js';

/**
 * Publishes accepted logs. Rejects with a 503 {@link Problem} when Pub/Sub does not acknowledge
 * within `timeoutMs`: the message may still arrive, and the client's retry under the same
 * `log_id` then stores nothing twice.
 */
export function createLogPublisher(topicName: string, timeoutMs: number): PublishLogs {
  const topic = openTopic(topicName, timeoutMs);
  return async (message) => {
    try {
      await within(
        timeoutMs,
        topic.publishMessage({
          data: Buffer.from(JSON.stringify(message)),
          attributes: { tenant_id: message.tenant_id, version: String(message.version) },
        }),
      );
    } catch (error) {
      log.error('publish_failed', error, { tenant_id: message.tenant_id });
      throw new Problem('unavailable', 'The log could not be queued: send it again later.');
    }
  };
}
