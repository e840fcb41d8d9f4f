import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';

import * as framework from '@google-cloud/functions-framework';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { PubSub } from '@google-cloud/pubsub';

import { ingest } from '../../src/entry/ingest.js';
import { bypassPlatformParser } from '../../src/entry/platform-parser.js';
import { requiredEnv } from '../../../harness/support/env.js';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const TOPIC = `ingest-function-${process.pid}`;

/** The exported trigger in this process, on the platform's server and the Pub/Sub emulator. */
describe('ingest, the trigger', () => {
  const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });
  const topic = pubsub.topic(TOPIC);
  const subscription = topic.subscription(`${TOPIC}-sub`);
  const saved = { ...process.env };
  const received: { data: Buffer; attributes: Record<string, string> }[] = [];
  let server: Server;
  let restoreParser = () => {};
  let url: string;

  before(async () => {
    Object.assign(process.env, {
      INGEST_AUTH: 'open',
      PUBSUB_TOPIC: TOPIC,
      PUBLISH_TIMEOUT_MS: '20000',
    });
    await topic.create();
    await subscription.create();
    subscription.on('message', (message) => {
      message.ack();
      received.push(message);
    });
    // As the module itself does in a process that serves nothing else.
    restoreParser = bypassPlatformParser();
    framework.http('ingest', (request, response) => ingest(withRawBody(request), response));
    server = getTestServer('ingest').listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  });

  after(async () => {
    server?.close();
    restoreParser();
    for (const name of ['INGEST_AUTH', 'PUBSUB_TOPIC', 'PUBLISH_TIMEOUT_MS']) {
      if (saved[name] === undefined) delete process.env[name];
      else process.env[name] = saved[name];
    }
    await subscription.close();
    await subscription.delete();
    await pubsub.close();
  });

  const post = (headers: Record<string, string>, body: string) =>
    fetch(url, { method: 'POST', headers, body });

  it('publishes a log with its tenant and its request as attributes before it answers 202', async () => {
    const response = await post(
      {
        'content-type': 'text/plain',
        'x-tenant-id': 'acme',
        'x-request-id': 'r1',
        traceparent: TRACEPARENT,
      },
      'hello',
    );
    assert.equal(response.status, 202);
    assert.equal(response.headers.get('x-request-id'), 'r1');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    const { log_id } = (await response.json()) as { log_id: string };
    while (received.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const [message] = received;
    assert.deepEqual(
      { ...message?.attributes },
      { tenant_id: 'acme', version: '1', request_id: 'r1', googclient_traceparent: TRACEPARENT },
    );
    const { tenant_id, source, received_at, logs } = JSON.parse(message?.data.toString() ?? '');
    assert.deepEqual(
      { tenant_id, source, logs },
      {
        tenant_id: 'acme',
        source: 'text_upload',
        logs: [{ time: received_at, log_id, text: 'hello' }],
      },
    );
  });

  it('reads a body before the platform does: malformed JSON gets our own problem', async () => {
    const response = await post({ 'content-type': 'application/json' }, '{"text": ');
    assert.equal(response.status, 400);
    assert.equal(response.headers.get('content-type'), 'application/problem+json');
  });

  it('sees the client’s content encoding, and the body still compressed', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const response = await post(headers, 'not gzip');
    assert.equal(response.status, 400);
    assert.match(await response.text(), /Content-Encoding/);
  });

  it('answers HEAD /health without a body', async () => {
    const response = await fetch(`${url}/health`, { method: 'HEAD' });
    assert.equal(response.status, 200);
    assert.equal(await response.text(), '');
  });

  it('answers 503 with Retry-After when the topic is gone', async () => {
    await topic.delete();
    const response = await post({ 'content-type': 'text/plain', 'x-tenant-id': 'acme' }, 'hello');
    assert.equal(response.status, 503);
    assert.equal(response.headers.get('retry-after'), '5');
  });
});

/** The two libraries differ in whether `rawBody` may be absent; at run time it may. */
function withRawBody(request: framework.Request): Parameters<typeof ingest>[0] {
  return request as Parameters<typeof ingest>[0];
}
