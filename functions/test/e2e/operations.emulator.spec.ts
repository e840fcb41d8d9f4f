import assert from 'node:assert/strict';

import { PubSub } from '@google-cloud/pubsub';

import { createTenantAdmin } from '../../src/adapters/tenant-admin.js';
import { subscribe } from '../../../harness/stack/delivery.js';
import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { type PushRouter, startPushRouter } from '../../../harness/stack/push-router.js';
import { type CallCounter, startCallCounter } from '../../../harness/stack/call-counter.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';

const TOPIC = `operations-${process.pid}`;
const PROJECT = requiredEnv('GCLOUD_PROJECT');

/** Documents written, including failed attempts. */
const written = (counter: CallCounter) =>
  counter.calls().reduce((sum, { body }) => sum + (body.writes?.length ?? 0), 0);

/** Documents read, including missing ones. */
const read = (counter: CallCounter) =>
  counter
    .calls()
    .reduce(
      (sum, { method, body }) => sum + (method === 'get' ? 1 : (body.documents?.length ?? 0)),
      0,
    );

const published = (counter: CallCounter) =>
  counter.calls().reduce((sum, { body }) => sum + (body.messages?.length ?? 0), 0);

/** The emulator answered later than the gateway waits. */
class Late extends Error {}

describe('what a log costs in operations of Firestore and Pub/Sub', function () {
  const pubsub = new PubSub({ projectId: PROJECT });
  const firestore = emulatedFirestore();
  const admin = createTenantAdmin(firestore);
  const counters: CallCounter[] = [];
  let ingestToFirestore: CallCounter;
  let ingestToPubsub: CallCounter;
  let workerToFirestore: CallCounter;
  let workerToPubsub: CallCounter;
  let ingest: FunctionServer;
  let worker: FunctionServer;
  let router: PushRouter;

  const count = async (host: string) => {
    const counter = await startCallCounter(requiredEnv(host));
    counters.push(counter);
    return counter;
  };
  const reset = () => counters.forEach((counter) => counter.reset());

  /** A tenant that neither instance has seen, and how to send for it. */
  const newSender = async () => {
    const tenant = newTenant();
    await admin.create(tenant, '');
    const { key } = await admin.createKey(tenant, '');
    const send = (logId: string) => sendAll({ log_id: logId, text: `User 555-0199, ${logId}` });
    const sendAll = async (logs: object) => {
      const response = await fetch(ingest.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify(logs),
      });
      if (response.status === 503) throw new Late();
      assert.equal(response.status, 202);
    };
    return { tenant, send, sendAll };
  };

  /** Runs `act` and waits until all its messages are acknowledged. */
  const settled = async (messages: number, act: () => Promise<unknown>) => {
    const before = router.succeeded();
    await act();
    await eventually('the deliveries', () =>
      router.succeeded() - before >= messages ? true : undefined,
    );
    assert.equal(router.succeeded() - before, messages);
  };

  /**
   * Runs `measure` on a new tenant that is warm, in one minute of the clock: at the next one
   * `ingest` leases anew. One that fails as a minute ends, or waits too long for an emulator, is run
   * again.
   */
  const whenWarm = async (
    measure: (sender: Awaited<ReturnType<typeof newSender>>) => Promise<void>,
  ): Promise<void> => {
    const minute = () => Math.floor(Date.now() / 60_000);
    for (;;) {
      const begun = minute();
      const sender = await newSender();
      try {
        await settled(1, () => sender.send('first'));
        reset();
        await measure(sender);
        return;
      } catch (error) {
        if (minute() === begun && !(error instanceof Late)) throw error;
      }
    }
  };

  const stored = async (tenant: string) =>
    (await firestore.collection(`tenants/${tenant}/processed_logs`).count().get()).data().count;

  before(async () => {
    await pubsub.createTopic(TOPIC);
    ingestToFirestore = await count('FIRESTORE_EMULATOR_HOST');
    ingestToPubsub = await count('PUBSUB_EMULATOR_HOST');
    workerToFirestore = await count('FIRESTORE_EMULATOR_HOST');
    workerToPubsub = await count('PUBSUB_EMULATOR_HOST');
    const env = { GCLOUD_PROJECT: PROJECT, PUBSUB_TOPIC: TOPIC };
    [ingest, worker] = await Promise.all([
      serveFunction('ingest', {
        ...env,
        FIRESTORE_EMULATOR_HOST: ingestToFirestore.host,
        PUBSUB_EMULATOR_HOST: ingestToPubsub.host,
      }),
      serveFunction('processLogs', {
        ...env,
        FIRESTORE_EMULATOR_HOST: workerToFirestore.host,
        PUBSUB_EMULATOR_HOST: workerToPubsub.host,
      }),
    ]);
    router = await startPushRouter(pubsub.topic(TOPIC).name, () => [worker.port], 60_000);
    await subscribe(pubsub, {
      topic: TOPIC,
      pushEndpoint: router.url,
      ackDeadlineSeconds: 60,
    });
  });

  after(async () => {
    await pubsub.subscription(`${TOPIC}-push`).delete();
    await router?.close();
    await Promise.all([ingest?.stop(), worker?.stop()]);
    counters.forEach((counter) => counter.close());
    await pubsub.topic(TOPIC).delete();
    await pubsub.close();
    await firestore.terminate();
  });

  it('is a read of key, tenant and quota and a write of the lease, for a tenant’s first log', async () => {
    const { send } = await newSender();
    reset();
    await settled(1, () => send('first'));
    assert.deepEqual(ingestToFirestore.counts(), { get: 2, batchGet: 1, commit: 1 });
    assert.equal(read(ingestToFirestore), 3);
    assert.deepEqual(ingestToPubsub.counts(), { publish: 1 });
    assert.deepEqual(workerToFirestore.counts(), { get: 1, commit: 1 });
    assert.equal(written(workerToFirestore), 1);
  });

  it('is one publish, one write and no read per log after that', async () => {
    await whenWarm(async ({ tenant, send }) => {
      await settled(10, async () => {
        for (let log = 0; log < 10; log++) await send(`log-${log}`);
      });
      assert.deepEqual(ingestToPubsub.counts(), { publish: 10 });
      assert.equal(published(ingestToPubsub), 10);
      assert.equal(written(workerToFirestore), 10);
      assert.equal(read(workerToFirestore), 0);
      assert.deepEqual(workerToPubsub.counts(), {});
      assert.equal(await stored(tenant), 11);
      assert.deepEqual(ingestToFirestore.counts(), {});
    });
  });

  it('is one publish for requests that arrive together', async () => {
    await whenWarm(async ({ send }) => {
      await settled(40, () =>
        Promise.all(Array.from({ length: 40 }, (_, log) => send(`log-${log}`))),
      );
      const { publish = 0, ...others } = ingestToPubsub.counts();
      assert.deepEqual(others, {});
      assert.equal(published(ingestToPubsub), 40);
      assert.ok(publish < 40, `${publish} publishes`);
      assert.equal(written(workerToFirestore), 40);
      assert.equal(read(workerToFirestore), 0);
    });
  });

  it('is one publish for a batch, and one write and no read for each log in it', async () => {
    await whenWarm(async ({ tenant, sendAll }) => {
      const logs = Array.from({ length: 50 }, (_, log) => ({
        log_id: `log-${log}`,
        text: 'a log',
      }));
      await settled(1, () => sendAll(logs));
      assert.deepEqual(ingestToPubsub.counts(), { publish: 1 });
      assert.deepEqual(ingestToFirestore.counts(), {});
      assert.deepEqual(workerToFirestore.counts(), { batchWrite: 1 });
      assert.equal(written(workerToFirestore), 50);
      assert.equal(await stored(tenant), 51);
    });
  });

  it('is one more write if the tenant restricts the original', async () => {
    const { tenant, send } = await newSender();
    await admin.changeSettings(tenant, (settings) => ({
      ...settings,
      original_text: 'restricted',
    }));
    await settled(1, () => send('first'));
    reset();
    await settled(1, () => send('second'));
    assert.deepEqual(workerToFirestore.counts(), { commit: 1 });
    assert.equal(written(workerToFirestore), 2);
  });

  it('is one refused write and one read for a log that is already stored', async () => {
    await whenWarm(async ({ tenant, send }) => {
      await settled(1, () => send('first'));
      assert.equal(written(workerToFirestore), 1);
      assert.equal(read(workerToFirestore), 1);
      assert.equal(await stored(tenant), 1);
    });
  });
});
