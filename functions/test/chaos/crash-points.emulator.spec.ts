import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type FaultStack, startFaultStack } from '../../../harness/stack/fault-stack.js';
import type { FunctionServer } from '../../../harness/stack/function-server.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { logMessage } from '../../../harness/support/messages.js';

const PRELOAD = new URL('../../../harness/stack/crash-preload.mjs', import.meta.url).href;

/** Every step of the worker, and whether a good log or a conflicting one passes it. */
const STEPS_OF_WORKER = [
  ['after-parse', 'good'],
  ['after-redaction', 'good'],
  ['before-create', 'good'],
  ['after-create', 'good'],
  ['before-dead-letter', 'conflict'],
  ['after-dead-letter', 'conflict'],
] as const;

/** Every step of the recorder, and how often it then publishes the message. */
const STEPS_OF_RECORDER = [
  ['before-record', 1],
  ['after-record', 1],
  ['after-heal-publish', 2],
  ['after-mark', 1],
] as const;

/** Generous, for a busy machine. */
const PATIENCE_MS = 60_000;

describe('a function killed at any step', function () {
  this.timeout(4 * PATIENCE_MS);
  const firestore = emulatedFirestore();
  const folder = mkdtempSync(join(tmpdir(), 'crash-points-'));
  const file = join(folder, 'point');
  let stack: FaultStack;
  let tenant: string;

  before(async () => {
    const env = { NODE_OPTIONS: `--import ${PRELOAD}`, CRASH_FILE: file };
    stack = await startFaultStack({
      name: `crash-${process.pid}`,
      workers: 1,
      timeoutMs: 20_000,
      workerEnv: env,
      recorderEnv: { ...env, HEAL_ROUNDS: '3' },
    });
  });
  beforeEach(() => {
    tenant = newTenant();
  });
  after(async () => {
    await stack?.stop();
    rmSync(folder, { recursive: true });
    await firestore.terminate();
  });

  const eventuallyIs = (what: string, is: () => boolean | Promise<boolean>) =>
    eventually(what, async () => ((await is()) ? true : undefined), PATIENCE_MS);

  /** Publishes with a crash armed, and replaces the instance that it kills. */
  const crash = async (
    point: string,
    {
      of,
      publish,
      replace,
    }: { of: FunctionServer[]; publish: () => unknown; replace: () => unknown },
  ) => {
    writeFileSync(file, point);
    await publish();
    await eventuallyIs('the function to be killed', () => of[0]?.isRunning() === false);
    assert.ok(!existsSync(file));
    await replace();
  };

  const message = () => logMessage(tenant, { log_id: 'l1', text: 'mail ann@example.com' });
  const log = () => firestore.doc(`tenants/${tenant}/processed_logs/l1`);
  const letters = async () =>
    (await firestore.collection(`tenants/${tenant}/dead_letters`).get()).docs;

  for (const [point, kind] of STEPS_OF_WORKER) {
    it(`the worker, ${point}: the redelivery ends in the same state`, async () => {
      const { pubsub, topic, workers, router } = stack;
      if (kind === 'conflict') await log().create({ content_hash: 'another' });
      const before = router.succeeded();
      await crash(point, {
        of: workers,
        publish: () => pubsub.topic(topic).publishMessage({ json: message() }),
        replace: () => stack.replaceWorker(0),
      });
      // The redelivery is done once the router has seen its answer.
      await eventuallyIs('the redelivery', () => router.succeeded() > before);

      if (kind === 'good') {
        assert.equal((await log().get()).get('modified_data'), 'mail [REDACTED]');
        assert.equal((await letters()).length, 0);
      } else {
        await eventuallyIs('the dead letter', async () => (await letters()).length > 0);
        const reasons = (await letters()).map((letter) => letter.get('reason'));
        assert.deepEqual(reasons, ['log_id_conflict']);
        assert.deepEqual((await log().get()).data(), { content_hash: 'another' });
      }
    });
  }

  for (const [point, published] of STEPS_OF_RECORDER) {
    it(`the recorder, ${point}: the log is stored once, and its letter was sent back once`, async () => {
      const { pubsub, deadLetterTopic, recorders, router, recorderRouter } = stack;
      const [healed, acknowledged] = [router.succeeded(), recorderRouter.succeeded()];
      await crash(point, {
        of: recorders,
        publish: () =>
          // As Pub/Sub forwards a message that failed 5 times.
          pubsub.topic(deadLetterTopic).publishMessage({
            json: message(),
            attributes: { CloudPubSubDeadLetterSourceDeliveryCount: '5', tenant_id: tenant },
          }),
        replace: () => stack.replaceRecorder(0),
      });
      await eventuallyIs(
        'the letter to be acknowledged',
        () => recorderRouter.succeeded() > acknowledged,
      );
      // The duplicate has been processed as well.
      await eventuallyIs('all that was sent back', () => router.succeeded() - healed >= published);

      const found = async () =>
        (await letters()).map((letter) => [
          letter.get('rounds'),
          letter.get('replayed_at') !== undefined,
        ]);
      await eventuallyIs('the mark', async () => (await found())[0]?.[1] === true);
      assert.deepEqual(await found(), [[1, true]]);
      assert.equal((await log().get()).get('modified_data'), 'mail [REDACTED]');
      const logs = firestore.collection(`tenants/${tenant}/processed_logs`);
      assert.equal((await logs.count().get()).data().count, 1);
    });
  }
});
