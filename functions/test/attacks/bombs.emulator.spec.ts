import assert from 'node:assert/strict';
import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

import { PubSub } from '@google-cloud/pubsub';

import { MAX_REQUEST_BYTES } from '../../src/limits.js';
import { IN_512_MIB, MOST_MIB } from '../../../harness/hostile/instance.js';
import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { inOneMinute } from '../../../harness/stack/minute-clock.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { peakMemoryMb, resetPeak } from '../../../harness/support/peak-memory.js';
import { sendAgain } from '../../../harness/support/send-again.js';
import { liveKey } from '../support/live-key.js';

const TOPIC = `bombs-${process.pid}`;
const SENDERS = 60;

const brotli = (body: Buffer) =>
  brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } });

const LINES = Buffer.from(`${JSON.stringify({ text: 'a line of a neighbour' })}\n`.repeat(40));

describe(`${SENDERS} senders of what inflates to 32 MiB`, function () {
  const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });
  const firestore = emulatedFirestore();
  let server: FunctionServer;
  let noisy: string;
  let quiet: string;

  before(async () => {
    await pubsub.createTopic(TOPIC);
    [noisy, quiet] = await Promise.all([
      liveKey(firestore, newTenant()),
      liveKey(firestore, newTenant()),
    ]);
    server = await serveFunction('ingest', {
      GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'),
      PUBSUB_TOPIC: TOPIC,
      INGEST_AUTH: 'api_key',
      ...IN_512_MIB,
      // Looking up a key again may take long while the emulator gets no processor time.
      ...inOneMinute(IN_512_MIB.NODE_OPTIONS),
      // Or all but the first would be refused for the quota.
      QUOTA_REQUESTS_PER_MINUTE: '0',
      QUOTA_BYTES_PER_MINUTE: '0',
      QUOTA_LOGS_PER_MINUTE: '0',
    });
    for (const key of [noisy, quiet])
      assert.equal((await sendAgain(() => post(key, LINES))).status, 202);
  });

  after(async () => {
    await server?.stop();
    await pubsub.topic(TOPIC).delete();
    await pubsub.close();
    await firestore.terminate();
  });

  function post(
    key: string,
    body: Buffer,
    coding = 'identity',
    type = 'application/x-ndjson',
    signal: AbortSignal | null = null,
  ): Promise<Response> {
    return fetch(server.url, {
      method: 'POST',
      headers: { 'content-type': type, 'content-encoding': coding, 'x-api-key': key },
      body,
      signal,
    });
  }

  async function send(...args: Parameters<typeof post>): Promise<number> {
    const response = await post(...args);
    await response.arrayBuffer();
    return response.status;
  }

  /** Has all of them sent again and again until `work` is done, which begins while they wait. */
  async function besides<Result>(
    bomb: Buffer,
    coding: string,
    type: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const over = new AbortController();
    setMaxListeners(0, over.signal);
    const sending = Array.from({ length: SENDERS }, async () => {
      while (!over.signal.aborted) {
        await send(noisy, bomb, coding, type, over.signal).catch(() => 0);
      }
    });
    // All of them are there by then, and most of them wait.
    await sleep(500);
    const result = await work();
    over.abort();
    await Promise.all(sending);
    return result;
  }

  for (const [name, bomb, coding, type] of [
    ['38 bytes of brotli', brotli(Buffer.alloc(MAX_REQUEST_BYTES)), 'br', 'application/json'],
    ['a letter in brotli', brotli(Buffer.alloc(MAX_REQUEST_BYTES, 'x')), 'br', 'text/plain'],
    ['a letter in gzip', gzipSync(Buffer.alloc(MAX_REQUEST_BYTES, 'x')), 'gzip', 'text/plain'],
  ] as const) {
    it(`starve no neighbour and take little memory: ${name}`, async () => {
      resetPeak(server.pid);
      const statuses = await besides(bomb, coding, type, async () => {
        const found: number[] = [];
        for (let again = 0; again < 3; again += 1) {
          found.push(await send(quiet, gzipSync(LINES), 'gzip'));
          found.push(await send(quiet, brotliCompressSync(LINES), 'br'));
        }
        return found;
      });
      assert.deepEqual(statuses, [202, 202, 202, 202, 202, 202]);
      const peak = peakMemoryMb(server.pid);
      assert.ok(peak < MOST_MIB, `${peak} MiB`);
    });
  }

  it('take turns with a large body of a neighbour', async () => {
    const bomb = brotli(Buffer.alloc(MAX_REQUEST_BYTES, 'x'));
    const large = Buffer.from(`${JSON.stringify({ text: 'y'.repeat(1_000) })}\n`.repeat(3_000));
    const status = await besides(bomb, 'br', 'text/plain', () =>
      send(quiet, gzipSync(large), 'gzip'),
    );
    assert.equal(status, 202);
  });
});
