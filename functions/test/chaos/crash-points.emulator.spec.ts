import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL, fileURLToPath } from 'node:url';

import { type FaultStack, startFaultStack } from '../../../harness/stack/fault-stack.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { logMessage } from '../../../harness/support/messages.js';

const PRELOAD = pathToFileURL(
  fileURLToPath(new URL('../../../harness/stack/crash-preload.mjs', import.meta.url)),
).href;

/** Every step of the worker, and whether a good log or a conflicting one passes it. */
const CRASH_POINTS = [
  ['after-parse', 'good'],
  ['after-redaction', 'good'],
  ['before-create', 'good'],
  ['after-create', 'good'],
  ['before-dead-letter', 'conflict'],
  ['after-dead-letter', 'conflict'],
] as const;

describe('a worker killed at any step', function () {
  this.timeout(120_000);
  const firestore = emulatedFirestore();
  const folder = mkdtempSync(join(tmpdir(), 'crash-points-'));
  let stack: FaultStack | undefined;

  afterEach(() => stack?.stop());
  after(async () => {
    rmSync(folder, { recursive: true });
    await firestore.terminate();
  });

  for (const [point, kind] of CRASH_POINTS) {
    it(`${point}: the redelivery ends in the same state`, async () => {
      const marker = join(folder, point);
      stack = await startFaultStack({
        name: `crash-${point}-${process.pid}`,
        workers: 1,
        workerEnv: { NODE_OPTIONS: `--import ${PRELOAD}`, CRASH_AT: point, CRASH_MARKER: marker },
      });
      const { pubsub, topic, workers } = stack;
      const tenant = newTenant();
      const path = `tenants/${tenant}/processed_logs/l1`;
      if (kind === 'conflict') await firestore.doc(path).create({ content_hash: 'another' });

      const message = logMessage(tenant, { log_id: 'l1', text: 'mail ann@example.com' });
      await pubsub.topic(topic).publishMessage({ json: message });
      await eventually('the worker to be killed', () =>
        workers[0]?.isRunning() === false ? true : undefined,
      );
      assert.ok(existsSync(marker));
      await stack.replaceWorker(0);

      if (kind === 'good') {
        const log = await eventually('the log', async () => {
          const snapshot = await firestore.doc(path).get();
          return snapshot.exists ? snapshot : undefined;
        });
        assert.equal(log.get('modified_data'), 'mail [REDACTED]');
      }
      // The redelivery is over when the router has seen it answered.
      await eventually('the redelivery', () =>
        stack && stack.router.succeeded() >= 1 ? true : undefined,
      );
      const letters = firestore.collection(`tenants/${tenant}/dead_letters`);
      if (kind === 'good') {
        assert.equal((await letters.get()).size, 0);
      } else {
        const found = await eventually('the dead letter', async () => {
          const { docs } = await letters.get();
          return docs.length > 0 ? docs : undefined;
        });
        assert.deepEqual(
          found.map((letter) => letter.get('reason')),
          ['log_id_conflict'],
        );
        assert.deepEqual((await firestore.doc(path).get()).data(), { content_hash: 'another' });
      }
    });
  }
});

describe('a recorder killed at any step', function () {
  this.timeout(180_000);
  const firestore = emulatedFirestore();
  const folder = mkdtempSync(join(tmpdir(), 'crash-points-'));
  let stack: FaultStack | undefined;

  afterEach(() => stack?.stop());
  after(async () => {
    rmSync(folder, { recursive: true });
    await firestore.terminate();
  });

  for (const point of ['before-record', 'after-record', 'after-heal-publish', 'after-mark']) {
    it(`${point}: the log is stored once, and its letter says that it was sent back once`, async () => {
      const marker = join(folder, point);
      stack = await startFaultStack({
        name: `crash-${point}-${process.pid}`,
        workers: 1,
        backoffMs: { worker: { min: 50, max: 100 }, recorder: { min: 200, max: 200 } },
        recorderEnv: { NODE_OPTIONS: `--import ${PRELOAD}`, CRASH_AT: point, CRASH_MARKER: marker },
      });
      const { pubsub, topic, recorders, router, recorderRouter } = stack;
      const tenant = newTenant();

      // As in an outage, it is away for both, and back for both.
      stack.workersToFirestore.cut();
      stack.recordersToFirestore.cut();
      const message = logMessage(tenant, { log_id: 'l1', text: 'mail ann@example.com' });
      await pubsub.topic(topic).publishMessage({ json: message });
      await eventually(
        'the dead letter',
        () => (recorderRouter.deliveries() >= 1 ? true : undefined),
        40_000,
      );
      stack.workersToFirestore.restore();
      stack.recordersToFirestore.restore();
      await eventually(
        'the recorder to be killed',
        () => (recorders[0]?.isRunning() === false ? true : undefined),
        40_000,
      );
      assert.ok(existsSync(marker));
      await stack.replaceRecorder(0);

      await eventually(
        'the log',
        async () =>
          (await firestore.doc(`tenants/${tenant}/processed_logs/l1`).get()).exists || undefined,
        40_000,
      );
      await eventually('the letter to be acknowledged', () =>
        recorderRouter.succeeded() >= 1 ? true : undefined,
      );
      // What was published twice is through as well: nothing is delivered any more.
      const published = point === 'after-heal-publish' ? 2 : 1;
      await eventually('all that was sent back', () =>
        router.succeeded() >= published ? true : undefined,
      );
      const { docs } = await firestore.collection(`tenants/${tenant}/dead_letters`).get();
      assert.deepEqual(
        docs.map((letter) => [letter.get('rounds'), letter.get('replayed_at') !== undefined]),
        [[1, true]],
      );
      assert.equal(
        (await firestore.collection(`tenants/${tenant}/processed_logs`).count().get()).data().count,
        1,
      );
    });
  }
});
