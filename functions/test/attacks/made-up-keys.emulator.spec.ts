import assert from 'node:assert/strict';

import { PubSub } from '@google-cloud/pubsub';

import { createApiKey } from '../../src/contract/api-key.js';
import { MAX_UNKNOWN_KEYS_PER_MINUTE } from '../../src/limits.js';
import { startCallCounter } from '../../../harness/stack/call-counter.js';
import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { inOneMinute } from '../../../harness/stack/minute-clock.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { liveKey } from '../support/live-key.js';

const TOPIC = `made-up-keys-${process.pid}`;

/** Anybody can calculate a checksum: keys that look right and belong to nobody. */
describe('made-up keys with a right checksum', () => {
  const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });
  const firestore = emulatedFirestore();
  let server: FunctionServer;
  let counter: Awaited<ReturnType<typeof startCallCounter>>;

  before(async () => {
    await pubsub.createTopic(TOPIC);
    counter = await startCallCounter(requiredEnv('FIRESTORE_EMULATOR_HOST'));
    server = await serveFunction('ingest', {
      GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'),
      PUBSUB_TOPIC: TOPIC,
      INGEST_AUTH: 'api_key',
      FIRESTORE_EMULATOR_HOST: counter.host,
      // A slow machine would send too few in a real minute.
      ...inOneMinute(),
    });
  });

  after(async () => {
    await server?.stop();
    counter?.close();
    await pubsub.topic(TOPIC).delete();
    await pubsub.close();
    await firestore.terminate();
  });

  const send = async (key: string) => {
    const headers = { 'content-type': 'text/plain', authorization: `Bearer ${key}` };
    const response = await fetch(server.url, { method: 'POST', headers, body: 'a log' });
    await response.arrayBuffer();
    return response.status;
  };

  it('shut no owner out, even one whose key the instance has not seen', async () => {
    const owners = await Promise.all(
      Array.from({ length: 5 }, () => liveKey(firestore, newTenant())),
    );
    const statuses = new Map<number, number>();
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(
        Array.from({ length: 150 }, async () => {
          const status = await send(createApiKey());
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }),
      );
      const owner = owners[round] ?? '';
      // In the middle of a crowd, too.
      const crowd = Array.from({ length: 50 }, () => send(createApiKey()));
      let status = await send(owner);
      // An emulator on a busy machine may be late; a client sends again, too.
      for (let again = 0; again < 10 && status === 503; again += 1) status = await send(owner);
      assert.equal(status, 202);
      await Promise.all(crowd);
    }
    // Those that were looked up, and those that were not in the roster of all keys.
    const [unknown = 0, beyond = 0] = [statuses.get(401), statuses.get(429)];
    assert.ok(unknown > 0 && beyond > 0, JSON.stringify([...statuses]));
  });

  it('are looked up a few hundred times a minute, and no more', () => {
    const read = counter.calls().filter(({ method }) => method === 'batchGet');
    const keys = read.reduce((sum, { body }) => sum + (body.documents?.length ?? 0), 0);
    // The made-up keys of one minute, and the keys of the owners.
    assert.ok(
      keys >= MAX_UNKNOWN_KEYS_PER_MINUTE && keys <= MAX_UNKNOWN_KEYS_PER_MINUTE + 20,
      `${keys}`,
    );
    assert.ok(read.length < keys, `${read.length} requests for ${keys} keys`);
    assert.ok((counter.counts()['runQuery'] ?? 0) > 0);
  });
});
