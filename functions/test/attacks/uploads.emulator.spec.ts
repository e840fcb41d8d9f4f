import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

import { PubSub } from '@google-cloud/pubsub';

import { createApiKey } from '../../src/contract/api-key.js';
import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { inOneMinute } from '../../../harness/stack/minute-clock.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { sendAgain } from '../../../harness/support/send-again.js';
import { liveKey } from '../support/live-key.js';
import { peakMemoryMb, resetPeak } from '../../../harness/support/peak-memory.js';
import { type RawAnswer, type RawRequest, rawRequest } from '../support/raw-request.js';

const MIB = 1024 ** 2;
const TOPIC = `uploads-${process.pid}`;
const PART = Buffer.alloc(MIB, 'x');

const firestore = emulatedFirestore();

const serve = () =>
  serveFunction('ingest', {
    GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'),
    PUBSUB_TOPIC: TOPIC,
    INGEST_AUTH: 'api_key',
    // Looking up a key again may take long while the emulator gets no processor time.
    ...inOneMinute(),
    QUOTA_REQUESTS_PER_MINUTE: '0',
    QUOTA_BYTES_PER_MINUTE: '0',
    QUOTA_LOGS_PER_MINUTE: '0',
  });

const head = (key?: string) => ({
  'content-type': 'text/plain',
  ...(key !== undefined && { authorization: `Bearer ${key}` }),
});

/** Sends up to so many MiB of a body, and stops once the other side stops reading. */
const send = async ({ request }: RawRequest, mib: number) => {
  for (let sent = 0; sent < mib && !request.destroyed; sent += 1) {
    if (request.write(PART)) continue;
    const drained = once(request, 'drain').then(() => true);
    if ((await Promise.race([drained, sleep(1_000)])) === undefined) return;
  }
};

const unfinished = async (
  { url }: FunctionServer,
  count: number,
  headers: Record<string, string | number>,
) => {
  const uploads = Array.from({ length: count }, () => rawRequest(url, headers));
  await Promise.all(uploads.map((upload) => send(upload, 30)));
  return uploads;
};

const end = (uploads: RawRequest[]) => uploads.forEach(({ request }) => request.destroy());

/** The answer to an upload while another one holds all of the tenant's memory. */
const waitInVain = async (crowded: FunctionServer, key: string) => {
  const large = { ...head(key), 'content-length': 31 * MIB };
  const holding = await unfinished(crowded, 1, large);
  const [waiting] = await unfinished(crowded, 1, large);
  const answer = await waiting?.answer;
  end(holding);
  return answer;
};

/** A separate instance for the upload that waits as long as any may. */
let crowded: FunctionServer;
let waited: Promise<RawAnswer | undefined>;

// Before all suites of a run: it waits while they run, so it takes none of their time.
before(async () => {
  crowded = await serve();
  waited = waitInVain(crowded, await liveKey(firestore, newTenant()));
  // A failure is reported by the test that awaits it.
  waited.catch(() => undefined);
});

/** Before a credential is known, little is spent: bodies that nobody should read. */
describe('uploads that are not finished', () => {
  const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });
  let server: FunctionServer;
  let noisy: string;
  let quiet: string;

  before(async () => {
    await pubsub.createTopic(TOPIC);
    [noisy, quiet] = await Promise.all([
      liveKey(firestore, newTenant()),
      liveKey(firestore, newTenant()),
    ]);
    server = await serve();
    assert.equal((await sendAgain(() => small(noisy))).status, 202);
    assert.equal((await sendAgain(() => small(quiet))).status, 202);
  });

  beforeEach(() => resetPeak(server.pid));

  after(async () => {
    await Promise.all([server?.stop(), crowded?.stop()]);
    await pubsub.topic(TOPIC).delete();
    await pubsub.close();
    await firestore.terminate();
  });

  const small = (key: string) =>
    fetch(server.url, { method: 'POST', headers: head(key), body: 'a log' });

  for (const [who, key] of [
    ['without a key', undefined],
    ['with a key that is none', 'uig_none'],
    ['with a made-up key of the right form', createApiKey()],
  ] as const) {
    it(`take no memory ${who}, and are answered before they are sent`, async () => {
      const before = peakMemoryMb(server.pid);
      const uploads = await unfinished(server, 16, { ...head(key), 'content-length': 31 * MIB });
      for (const { answer } of uploads) {
        const { status, headers, body } = await answer;
        assert.equal(status, 401);
        assert.equal(headers['content-type'], 'application/problem+json');
        assert.match(headers['www-authenticate'] ?? '', /^Bearer/);
        assert.equal(JSON.parse(body).type, 'urn:problem:ingestion:unauthorized');
      }
      const taken = peakMemoryMb(server.pid) - before;
      end(uploads);
      // The bodies have 496 MiB; the first requests alone took 72.
      assert.ok(taken < 200, `${taken} MB`);
    });
  }

  it('share a bounded memory with a live key, and leave its half to the others', async () => {
    const uploads = await unfinished(server, 16, { ...head(noisy), 'content-length': 31 * MIB });
    assert.equal((await small(noisy)).status, 202);
    assert.equal((await small(quiet)).status, 202);
    // There is no log in it: it was read, and judged for what it is.
    const large = await fetch(server.url, {
      method: 'POST',
      headers: { ...head(quiet), 'content-type': 'application/json' },
      body: Buffer.alloc(20 * MIB, ' '),
    });
    assert.equal(large.status, 400);
    end(uploads);
    assert.ok(peakMemoryMb(server.pid) < 450, `${peakMemoryMb(server.pid)} MB`);
  });

  it('are refused for the length that they announce', async () => {
    const { answer, request } = rawRequest(server.url, {
      ...head(quiet),
      'content-length': 33 * MIB,
    });
    assert.equal((await answer).status, 413);
    request.destroy();
  });

  it('without an announced length are counted as they arrive, and cut off at the limit', async () => {
    const nobody = rawRequest(server.url, { ...head(), 'transfer-encoding': 'chunked' });
    assert.equal((await nobody.answer).status, 401);
    nobody.request.destroy();
    const before = peakMemoryMb(server.pid);
    const endless = rawRequest(server.url, { ...head(quiet), 'transfer-encoding': 'chunked' });
    // However slow it is, the upload ends only with the answer.
    const answered = endless.answer.then(({ status }) => status);
    const isOver = () => Promise.race([answered, sleep(1)]);
    while (typeof (await isOver()) !== 'number') await send(endless, 1);
    assert.equal(await answered, 413);
    endless.request.destroy();
    const taken = peakMemoryMb(server.pid) - before;
    assert.ok(taken < 150, `${taken} MB`);
    const honest = rawRequest(server.url, { ...head(quiet), 'transfer-encoding': 'chunked' });
    honest.request.end('a log');
    assert.equal((await honest.answer).status, 202);
  });

  it('are spared a client that asks first', async () => {
    const asking = { 'content-length': 5, expect: '100-continue' };
    const refused = rawRequest(server.url, { ...head(), ...asking });
    refused.request.on('continue', () => assert.fail('was told to go on'));
    const { status, headers } = await refused.answer;
    assert.equal(status, 401);
    assert.equal(headers.connection, 'close');
    const accepted = rawRequest(server.url, { ...head(quiet), ...asking });
    accepted.request.on('continue', () => accepted.request.end('a log'));
    assert.equal((await accepted.answer).status, 202);
  });

  it('leave their connection as good as it was', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (const [key, expected] of [
      [undefined, 401],
      [quiet, 202],
      [createApiKey(), 401],
      [quiet, 202],
    ] as const) {
      const { answer, request } = rawRequest(server.url, head(key), { agent });
      request.on('socket', (socket) => ports.add(socket.localPort));
      request.end(expected === 401 ? Buffer.alloc(200_000, 'x') : 'a log');
      assert.equal((await answer).status, expected);
      ports.add(request.socket?.localPort);
    }
    ports.delete(undefined);
    assert.equal(ports.size, 1);
    agent.destroy();
  });

  it('requests without use for a body are answered without reading it', async () => {
    const { answer, request } = rawRequest(
      `${server.url}/health`,
      { 'content-length': 31 * MIB },
      { method: 'GET' },
    );
    assert.equal((await answer).status, 200);
    request.destroy();
  });

  it('give back all their memory in the end', async () => {
    await eventually('the memory for uploads', async () => {
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { ...head(noisy), 'content-type': 'application/json' },
        body: Buffer.alloc(31 * MIB, ' '),
      });
      return response.status === 400 ? true : undefined;
    });
  });

  it('are answered 503 if their turn does not come', async () => {
    const answer = await waited;
    assert.equal(answer?.status, 503);
    assert.equal(answer?.headers['retry-after'], '5');
  });
});
