import assert from 'node:assert/strict';
import { createServer } from 'node:http';

import { PubSub } from '@google-cloud/pubsub';

import { connect } from '../../src/adapters/google-rest/connection.js';
import { openTopic } from '../../src/adapters/pubsub-rest/topic.js';
import { errorCode } from '../../src/lib/error-code.js';
import { startCallCounter } from '../../../harness/stack/call-counter.js';
import { startLink } from '../../../harness/stack/link.js';
import { listen } from '../../../harness/stack/listen.js';
import { startStrictService } from '../../../harness/stack/strict-service.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { eventually } from '../../../harness/support/eventually.js';

const PROJECT = requiredEnv('GCLOUD_PROJECT');
const TOPIC = `rest-${process.pid}`;
const TIMEOUT_MS = 10_000;

describe('publishing by the REST API of Pub/Sub', () => {
  const pubsub = new PubSub({ projectId: PROJECT });
  const subscription = pubsub.topic(TOPIC).subscription(`${TOPIC}-sub`);
  interface Received {
    data: Buffer;
    attributes: Record<string, string>;
  }
  const received: Received[] = [];
  /** A test's messages by number; Pub/Sub may deliver any of them again, at any time. */
  const numbered = async (test: string, count: number) => {
    const ofTest = () =>
      new Set(
        received.flatMap(({ data, attributes }) =>
          attributes['test'] === test ? [Number(data)] : [],
        ),
      );
    await eventually('the messages', () => (ofTest().size >= count ? true : undefined));
    return ofTest();
  };
  const at = (host: string, timeoutMs = TIMEOUT_MS, topic = TOPIC) =>
    openTopic(
      topic,
      timeoutMs,
      PROJECT,
      connect({
        service: 'pubsub.googleapis.com',
        emulatorHost: host,
        attemptTimeoutMs: TIMEOUT_MS,
      }),
    );
  const emulator = () => requiredEnv('PUBSUB_EMULATOR_HOST');

  before(async () => {
    await pubsub.topic(TOPIC).create();
    await subscription.create();
    subscription.on('message', (message) => {
      message.ack();
      received.push(message);
    });
  });

  after(async () => {
    await subscription.delete();
    await pubsub.topic(TOPIC).delete();
    await pubsub.close();
  });

  it('delivers bytes and attributes as they are', async () => {
    const data = Buffer.from([0, 255, 10, 34, 240, 159, 152, 128]);
    const attributes = { tenant_id: 'acme', note: 'ä "quoted"' };
    await at(emulator())({ data, attributes });
    const message = await eventually('the message', () => received[0]);
    assert.deepEqual(message.data, data);
    assert.deepEqual(message.attributes, attributes);
  });

  it('sends concurrent messages in one request, and loses none', async () => {
    const counter = await startCallCounter(emulator());
    const publish = at(counter.host);
    await Promise.all(
      Array.from({ length: 150 }, (_, n) =>
        publish({ data: Buffer.from(`${n}`), attributes: { test: 'concurrent' } }),
      ),
    );
    assert.deepEqual(counter.counts(), { publish: 2 });
    assert.equal((await numbered('concurrent', 150)).size, 150);
    counter.close();
  });

  it('delivers what shares a request with a message that is refused', async () => {
    const service = await startStrictService(emulator(), {
      poison: Buffer.from('the poison').toString('base64'),
    });
    const publish = at(service.host);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) =>
        publish({
          data: Buffer.from(n === 7 ? 'the poison' : `${n}`),
          attributes: { test: 'poison' },
        }),
      ),
    );
    assert.deepEqual(
      results.flatMap(({ status }, n) => (status === 'rejected' ? [n] : [])),
      [7],
    );
    assert.equal((await numbered('poison', 19)).size, 19);
    service.close();
  });

  it('rejects an answer without an id for each message', async () => {
    for (const answer of ['{}', '{"messageIds":[]}', '{"messageIds":[""]}', '[]']) {
      const server = createServer((request, response) => {
        request.resume();
        response.end(answer);
      });
      const publish = at(`127.0.0.1:${await listen(server)}`);
      await assert.rejects(
        publish({ data: Buffer.from('x'), attributes: {} }),
        (error) => errorCode(error) === 14,
        answer,
      );
      server.closeAllConnections();
      server.close();
    }
  });

  it('reports a missing topic at once', async () => {
    const publish = at(emulator(), TIMEOUT_MS, 'no-such-topic');
    await assert.rejects(
      publish({ data: Buffer.from('x'), attributes: {} }),
      (error) => errorCode(error) === 5,
    );
  });

  it('gives up after its timeout while Pub/Sub is unreachable, and recovers afterwards', async () => {
    const link = await startLink(emulator());
    link.cut();
    const message = { data: Buffer.from('x'), attributes: {} };
    await assert.rejects(at(link.host, 300)(message), (error) => errorCode(error) === 14);
    const publishing = at(link.host)(message);
    setTimeout(() => link.restore(), 200);
    await publishing;
    await link.close();
  });
});
