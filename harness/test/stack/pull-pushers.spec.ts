import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';

import { listen } from '../../stack/listen.js';
import { startPullPushers } from '../../stack/pull-pushers.js';
import { eventually } from '../../support/eventually.js';

const TOPIC = 'projects/demo-pull/topics/logs';

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
}

/** Pub/Sub's REST API with one pull's worth of messages, which records every request. */
function fakePubsub(messages: object[]): { server: Server; asked: Map<string, unknown[]> } {
  const asked = new Map<string, unknown[]>();
  const server = createServer((request, response) => {
    void answer();

    async function answer(): Promise<void> {
      const body = await bodyOf(request);
      const verb = /:(\w+)$/.exec(request.url ?? '')?.[1] ?? request.method ?? '';
      asked.set(verb, [...(asked.get(verb) ?? []), body]);
      const receivedMessages = verb === 'pull' ? messages.splice(0) : [];
      response.end(JSON.stringify(receivedMessages.length > 0 ? { receivedMessages } : {}));
    }
  });
  return { server, asked };
}

describe('pushers that pull', function () {
  it('deliver as a push subscription does, acknowledge what was accepted and nack the rest', async () => {
    const received: { headers: IncomingMessage['headers']; body: Record<string, unknown> }[] = [];
    const worker = createServer((request, response) => {
      void answer();

      async function answer(): Promise<void> {
        const body = await bodyOf(request);
        received.push({ headers: request.headers, body });
        const { messageId } = body['message'] as { messageId: string };
        response.writeHead(messageId === 'bad' ? 500 : 204).end();
      }
    });
    const { server: pubsub, asked } = fakePubsub(
      ['m1', 'bad', 'm2'].map((messageId) => ({
        ackId: `ack-${messageId}`,
        message: { messageId, data: 'eA==', publishTime: '2026-01-15T10:30:00Z' },
        deliveryAttempt: 2,
      })),
    );
    const pushers = await startPullPushers({
      pubsubHost: `127.0.0.1:${await listen(pubsub)}`,
      topic: TOPIC,
      deadLetterTopic: `${TOPIC}-dlq`,
      pushers: 2,
      ports: [await listen(worker)],
      timeoutMs: 10_000,
    });
    await eventually('the message that failed to be given back', () =>
      asked.get('modifyAckDeadline'),
    );

    assert.deepEqual([pushers.succeeded(), pushers.failed()], [2, 1]);
    assert.deepEqual(asked.get('acknowledge'), [{ ackIds: ['ack-m1', 'ack-m2'] }]);
    assert.deepEqual(asked.get('modifyAckDeadline'), [
      { ackIds: ['ack-bad'], ackDeadlineSeconds: 0 },
    ]);
    assert.deepEqual(asked.get('PUT'), [
      {
        topic: TOPIC,
        ackDeadlineSeconds: 10,
        deadLetterPolicy: { deadLetterTopic: `${TOPIC}-dlq`, maxDeliveryAttempts: 5 },
      },
    ]);
    const one = received.find(({ headers }) => headers['ce-id'] === 'm1');
    assert.equal(one?.headers['ce-type'], 'google.cloud.pubsub.topic.v1.messagePublished');
    assert.equal(one?.body['deliveryAttempt'], 2);
    assert.deepEqual(one?.body['message'], {
      messageId: 'm1',
      data: 'eA==',
      publishTime: '2026-01-15T10:30:00Z',
    });
    await pushers.close();
    for (const server of [pubsub, worker]) {
      server.closeAllConnections();
      server.close();
    }
  });
});
