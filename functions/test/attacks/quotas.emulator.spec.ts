import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { PubSub } from '@google-cloud/pubsub';

import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { sendAgain } from '../../../harness/support/send-again.js';
import { liveKey } from '../support/live-key.js';

const jsonOf = (count: number, text: string) =>
  JSON.stringify(Array.from({ length: count }, () => ({ text })));

const TOPIC = `quotas-${process.pid}`;

/** What a neighbour, or who runs the gateway, pays for a few bytes of somebody else. */
for (const mode of ['open', 'api_key'] as const) {
  describe(`a few bytes that cost much, ${mode === 'open' ? 'in open mode' : 'with a key'}`, () => {
    const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });
    const firestore = emulatedFirestore();
    let server: FunctionServer;

    before(async () => {
      await pubsub.topic(TOPIC).get({ autoCreate: true });
      server = await serveFunction('ingest', {
        GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'),
        PUBSUB_TOPIC: TOPIC,
        INGEST_AUTH: mode,
        // Every body costs several minutes' quota, so nothing is left even if the next minute begins.
        QUOTA_BYTES_PER_MINUTE: '400000',
        QUOTA_LOGS_PER_MINUTE: '2000',
      });
      // From now on, its connections are open.
      const text = { 'content-type': 'text/plain' };
      const credential = await credentialOf(newTenant());
      const first = await sendAgain(() =>
        fetch(server.url, { method: 'POST', headers: { ...text, ...credential }, body: 'a log' }),
      );
      assert.equal(first.status, 202);
    });

    after(async () => {
      await server?.stop();
      await pubsub.topic(TOPIC).delete();
      await pubsub.close();
      await firestore.terminate();
    });

    const credentialOf = async (tenant: string): Promise<Record<string, string>> => {
      const key = await liveKey(firestore, tenant);
      return {
        'x-tenant-id': tenant,
        ...(mode === 'api_key' && { authorization: `Bearer ${key}` }),
      };
    };

    /** Sends as one tenant; resolves to the status. */
    async function sender() {
      const credential = await credentialOf(newTenant());
      return async (type: string, body: Buffer, coding: string) => {
        const response = await fetch(server.url, {
          method: 'POST',
          headers: { 'content-type': type, 'content-encoding': coding, ...credential },
          body,
        });
        await response.arrayBuffer();
        return response.status;
      };
    }

    it('is charged for its logs: 30,000 in 1 KB', async () => {
      const send = await sender();
      const body = gzipSync('{"text":"x"}\n'.repeat(30_000));
      assert.ok(body.length < 1_200);
      assert.equal(await send('application/x-ndjson', body, 'gzip'), 202);
      assert.equal(await send('application/x-ndjson', body, 'gzip'), 429);
    });

    it('is charged for its decompressed bytes', async () => {
      const send = await sender();
      const body = gzipSync(jsonOf(5, 'x'.repeat(390_000)));
      assert.ok(body.length < 10_000);
      assert.equal(await send('application/json', body, 'gzip'), 202);
      assert.equal(await send('application/json', body, 'gzip'), 429);
    });

    it('is charged before the work on it, even if it has no log', async () => {
      const send = await sender();
      const body = gzipSync(Buffer.alloc(1_900_000, ' '));
      assert.equal(await send('application/json', body, 'gzip'), 400);
      assert.equal(await send('application/json', body, 'gzip'), 429);
    });
  });
}
