import { MESSAGE_VERSION } from '../contract/log-message.js';
import type { PublishLogs } from '../ingest/deliver.js';
import { Problem } from '../ingest/http/problem.js';
import { originAttributes } from '../telemetry/origin.js';
import { logFailure } from '../telemetry/log.js';
import { openTopic } from './pubsub-rest/topic.js';

/**
 * Publishes accepted logs. Rejects with a 503 {@link Problem} when Pub/Sub does not acknowledge
 * within `timeoutMs`: the message may still arrive, and the client's retry under the same
 * `log_id` then stores nothing twice.
 */
export function createLogPublisher(topicName: string, timeoutMs: number): PublishLogs {
  const publish = openTopic(topicName, timeoutMs);
  return async ({ tenantId, data, origin }) => {
    try {
      const attributes = {
        tenant_id: tenantId,
        version: String(MESSAGE_VERSION),
        ...originAttributes(origin),
      };
      await publish({ data, attributes });
    } catch (error) {
      const fields = { tenant_id: tenantId, bytes: data.length };
      logFailure('publish_failed', error, fields, origin);
      throw new Problem('unavailable', 'What was sent could not be queued: send it again later.');
    }
  };
}
