import assert from 'node:assert/strict';
import { createServer } from 'node:http';

import { PubSub } from '@google-cloud/pubsub';

import { IN_512_MIB, MOST_MIB } from '../../../harness/hostile/instance.js';
import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { listen } from '../../../harness/stack/listen.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { logMessage } from '../../../harness/support/messages.js';
import { deliver } from '../support/deliver.js';
import { peakMemoryMb, resetPeak } from '../../../harness/support/peak-memory.js';

const TOPIC = `worker-memory-${process.pid}`;

/** What an instance has is 512 MiB. */

describe('messages that take much memory', () => {
  const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });
  const firestore = emulatedFirestore();
  let worker: FunctionServer;

  before(async () => {
    await pubsub.createTopic(TOPIC);
    worker = await serveFunction('processLogs', {
      GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'),
      PUBSUB_DEAD_LETTER_TOPIC: TOPIC,
      ...IN_512_MIB,
      STORE_TIMEOUT_MS: '20000',
    });
    assert.equal(await deliver(worker, logMessage(newTenant(), { log_id: 'a', text: 'x' })), 204);
  });

  beforeEach(() => resetPeak(worker.pid));

  after(async () => {
    await worker?.stop();
    await pubsub.topic(TOPIC).delete();
    await pubsub.close();
    await firestore.terminate();
  });

  const stored = async (tenant: string) =>
    (await firestore.collection(`tenants/${tenant}/processed_logs`).count().get()).data().count;

  it('are processed a few at a time: 40 of 2.45 MB, of control characters', async () => {
    const tenant = newTenant();
    const text = '\u0001'.repeat(400 * 1024);
    const messages = Array.from({ length: 40 }, (_, n) =>
      JSON.stringify(logMessage(tenant, { log_id: `l${n}`, text })),
    );
    assert.ok((messages[0]?.length ?? 0) > 2_400_000);
    const neighbour = newTenant();
    const statuses = await Promise.all([
      ...messages.map((message) => deliver(worker, message)),
      ...Array.from({ length: 20 }, (_, n) =>
        deliver(worker, logMessage(neighbour, { log_id: `l${n}`, text: 'a neighbour' })),
      ),
    ]);
    assert.deepEqual(new Set(statuses), new Set([204]));
    assert.equal(await stored(tenant), 40);
    assert.equal(await stored(neighbour), 20);
    const peak = peakMemoryMb(worker.pid);
    assert.ok(peak < MOST_MIB, `${peak} MiB`);
  });

  it('are processed a few at a time, whatever they consist of', async () => {
    const slow = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { writes = [] } = JSON.parse(Buffer.concat(chunks).toString() || '{}');
        const status = writes.map(() => ({}));
        setTimeout(() => response.end(JSON.stringify({ status })), 100);
      });
    });
    const instance = await serveFunction('processLogs', {
      GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'),
      PUBSUB_DEAD_LETTER_TOPIC: TOPIC,
      ...IN_512_MIB,
      // It takes its time, as the memory for what waits for it does.
      FIRESTORE_EMULATOR_HOST: `127.0.0.1:${await listen(slow)}`,
    });
    try {
      for (const [name, count, log] of KINDS) {
        resetPeak(instance.pid);
        const logs = Array.from({ length: count }, (_, n) => ({ log_id: `l${n}`, ...log }));
        const message = JSON.stringify(logMessage(newTenant(), ...logs));
        assert.ok(message.length > 250_000 && message.length < 500_000);
        const statuses = await Promise.all(
          Array.from({ length: 40 }, () => deliver(instance, message)),
        );
        assert.deepEqual(new Set(statuses), new Set([204]), name);
        const peak = peakMemoryMb(instance.pid);
        assert.ok(peak < MOST_MIB, `${name}: ${peak} MiB`);
      }
    } finally {
      await instance.stop();
      slow.closeAllConnections();
      slow.close();
    }
  }).timeout(300_000);
});

/** Packed messages, as `ingest` makes them: so many logs of a kind. */
const KINDS = [
  ['lines', 500, { text: 'a line of 500 bytes '.repeat(25) }],
  [
    'attributes',
    60,
    {
      text: 'x',
      attributes: Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`a${n}`, n])),
    },
  ],
  ['redactions', 80, { text: 'a@b.co '.repeat(600) }],
] as const;
