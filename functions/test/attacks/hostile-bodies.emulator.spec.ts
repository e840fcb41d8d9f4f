import assert from 'node:assert/strict';

import { PubSub } from '@google-cloud/pubsub';

import { attack } from '../../../harness/hostile/attack.js';
import { HOSTILE_BODIES } from '../../../harness/hostile/bodies.js';
import { IN_512_MIB, MOST_MIB } from '../../../harness/hostile/instance.js';
import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { inOneMinute } from '../../../harness/stack/minute-clock.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { sendAgain } from '../../../harness/support/send-again.js';
import { liveKey } from '../support/live-key.js';

const TOPIC = `hostile-${process.pid}`;
const MOST_BYTES = 256 * 1024;

/** What every body is answered: that it is taken, or why not. */
const ANSWERED = new Set([200, 201, 202, 204, 400, 413]);

/** One of each cause; `npm run bench -- hostile` measures them all. */
const BODIES = HOSTILE_BODIES.filter(({ name }) =>
  [
    'nothing but a text',
    'names that Firestore does not take',
    'arrays as deep as it is long',
    'a text of control characters',
    'one key again and again',
    'millions of keys',
  ].some((cause) => name.includes(cause)),
);

describe('a hostile body', function () {
  const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });
  const firestore = emulatedFirestore();
  let server: FunctionServer;
  let headers: Record<'noisy' | 'quiet', Record<string, string>>;

  before(async () => {
    await pubsub.createTopic(TOPIC);
    const [noisy, quiet] = await Promise.all([
      liveKey(firestore, newTenant()),
      liveKey(firestore, newTenant()),
    ]);
    headers = { noisy: { 'x-api-key': noisy }, quiet: { 'x-api-key': quiet } };
    server = await serveFunction('ingest', {
      GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'),
      PUBSUB_TOPIC: TOPIC,
      INGEST_AUTH: 'api_key',
      ...IN_512_MIB,
      // Looking up a key again may take long while the emulator gets no processor time.
      ...inOneMinute(IN_512_MIB.NODE_OPTIONS),
      // It is not the quotas that are to help.
      QUOTA_REQUESTS_PER_MINUTE: '0',
      QUOTA_BYTES_PER_MINUTE: '0',
      QUOTA_LOGS_PER_MINUTE: '0',
    });
    for (const own of Object.values(headers)) {
      const first = await sendAgain(() =>
        fetch(server.url, { method: 'POST', headers: own, body: 'a log' }),
      );
      assert.equal(first.status, 202);
    }
  });

  after(async () => {
    await server?.stop();
    await pubsub.topic(TOPIC).delete();
    await pubsub.close();
    await firestore.terminate();
  });

  for (const body of BODIES) {
    it(`costs little memory and answer, and a neighbour nothing: ${body.name}`, async () => {
      const damage = await attack(server, body, { count: 1, headers });
      assert.ok(ANSWERED.has(damage.statuses[0] ?? 0), String(damage.statuses[0]));
      assert.ok(damage.answerBytes <= MOST_BYTES, `${damage.answerBytes} bytes`);
      assert.ok(damage.peakMb < MOST_MIB, `${damage.peakMb} MiB`);
      assert.deepEqual(new Set(damage.neighbour.statuses), new Set([202]));
    });
  }

  for (const name of ['as applications write them', 'one letter']) {
    it(`costs little memory sixteen times at once, too: ${name}`, async () => {
      const body = HOSTILE_BODIES.find((one) => one.name.includes(name));
      assert.ok(body !== undefined);
      const damage = await attack(server, body, { count: 16, headers });
      // Some are told to come again, where their turn does not come.
      const others = damage.statuses.filter((status) => !ANSWERED.has(status) && status !== 503);
      assert.deepEqual(others, []);
      assert.ok(damage.statuses.some((status) => ANSWERED.has(status)));
      assert.ok(damage.peakMb < MOST_MIB, `${damage.peakMb} MiB`);
      assert.deepEqual(new Set(damage.neighbour.statuses), new Set([202]));
    });
  }

  it('lets a neighbour’s request in between two logs of a batch', async () => {
    const [body] = HOSTILE_BODIES;
    assert.ok(body !== undefined);
    assert.ok((await attack(server, body, { count: 1, headers })).neighbour.wasServed);
  });
});
