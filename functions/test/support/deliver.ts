import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';

import type { FunctionServer } from '../../../harness/stack/function-server.js';
import { rawRequest } from './raw-request.js';

const agent = new Agent({ keepAlive: false });

/** Hands a message to a worker as Eventarc does; resolves to the HTTP status of its answer. */
export async function deliver(
  { url }: FunctionServer,
  data: Buffer | string | object,
  attributes: Record<string, string> = {},
): Promise<number> {
  const bytes = Buffer.from(
    Buffer.isBuffer(data) || typeof data === 'string' ? data : JSON.stringify(data),
  );
  const messageId = randomUUID();
  const publishTime = new Date().toISOString();
  const body = JSON.stringify({
    message: { data: bytes.toString('base64'), messageId, publishTime, attributes },
    subscription: 'projects/p/subscriptions/s',
    deliveryAttempt: 1,
  });
  const { request, answer } = rawRequest(
    url,
    {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'ce-specversion': '1.0',
      'ce-id': messageId,
      'ce-source': '//pubsub.googleapis.com/projects/p/topics/t',
      'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
      'ce-time': publishTime,
    },
    // A test that is busy for some seconds would find a kept connection closed.
    { agent },
  );
  request.end(body);
  return (await answer).status;
}
