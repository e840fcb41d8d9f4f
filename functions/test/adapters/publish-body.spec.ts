import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';

import type { Call, Connection } from '../../src/adapters/google-rest/connection.js';
import { openTopic } from '../../src/adapters/pubsub-rest/topic.js';

interface Sent {
  messages: { data: string; attributes: Record<string, string> }[];
}

/** Publishes messages of these sizes at once; returns the bodies of the requests. */
async function bodiesOf(sizes: readonly number[]) {
  const bodies: (string | Buffer)[] = [];
  const connection: Connection = {
    call: ({ body = '' }: Call) => {
      bodies.push(body);
      const { messages } = JSON.parse(String(body)) as Sent;
      return Promise.resolve({ messageIds: messages.map((_, index) => String(index)) });
    },
  };
  const publish = openTopic('logs', 10_000, 'demo-bodies', connection);
  const messages = sizes.map((size, index) => ({
    data: randomBytes(size),
    attributes: { tenant_id: `“${index}”` },
  }));
  await Promise.all(messages.map(publish));
  return { bodies, messages };
}

describe('a publish request', () => {
  for (const [name, sizes] of [
    ['small', [1, 2, 3, 1_000]],
    ['large', [1, 300_000, 2, 100_000, 0]],
  ] as const) {
    it(`has the data and attributes of ${name} messages as they are`, async () => {
      const { bodies, messages } = await bodiesOf(sizes);
      assert.equal(bodies.length, 1);
      const sent = (JSON.parse(String(bodies[0])) as Sent).messages;
      assert.deepEqual(
        sent.map(({ data, attributes }) => ({ data: Buffer.from(data, 'base64'), attributes })),
        messages,
      );
    });
  }

  it('is written as bytes, and completely, if it is large', async () => {
    const { bodies } = await bodiesOf([200_000]);
    assert.ok(Buffer.isBuffer(bodies[0]));
    assert.ok(String(bodies[0]).endsWith('}}]}'));
  });
});
