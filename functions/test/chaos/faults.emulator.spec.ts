import assert from 'node:assert/strict';

import { MAX_DELIVERY_ATTEMPTS } from '../../src/limits.js';
import { type FaultStack, startFaultStack } from '../../../harness/stack/fault-stack.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { logMessage } from '../../../harness/support/messages.js';
import { sendAgain } from '../../../harness/support/send-again.js';

/** For a query of one tenant, the emulator reads the logs of all tenants in the project. */
const projectId = `demo-faults-${process.pid}`;

describe('faults, on a stack that delivers as production does', function () {
  this.timeout(400_000);
  const firestore = emulatedFirestore({ projectId });
  let stack: FaultStack;

  before(async () => {
    stack = await startFaultStack({
      name: `faults-${process.pid}`,
      projectId,
      workers: 2,
    });
  });

  after(async () => {
    await stack?.stop();
    await firestore.terminate();
  });

  const sendOnce = (tenant: string, id: string) =>
    fetch(stack.ingest.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ tenant_id: tenant, log_id: id, text: `log ${id} of 555-0199` }),
    });

  const send = (tenant: string, id: string) => sendAgain(() => sendOnce(tenant, id));

  const logs = async (tenant: string) =>
    (await firestore.collection(`tenants/${tenant}/processed_logs`).get()).docs;

  const letters = async (path: string, field: string, value: string) =>
    (await firestore.collection(path).where(field, '==', value).get()).docs;

  const allStored = (tenant: string, count: number) =>
    eventually(
      `${count} logs of ${tenant}`,
      async () => {
        const docs = await logs(tenant);
        return docs.length >= count ? docs : undefined;
      },
      120_000,
    );

  const ids = (count: number) => Array.from({ length: count }, (_, i) => `l${i}`);

  it('stores the logs that killed workers held, each once', async () => {
    const tenant = newTenant();
    const answers = ids(200).map((id) => send(tenant, id));
    const seen = stack.router.deliveries();
    await eventually('the first deliveries', () =>
      stack.router.deliveries() > seen + 5 ? true : undefined,
    );
    await stack.workers[0]?.signal('SIGKILL');
    await stack.workers[1]?.signal('SIGKILL');
    await Promise.all([stack.replaceWorker(0), stack.replaceWorker(1)]);
    for (const answer of await Promise.all(answers)) assert.equal(answer.status, 202);
    const stored = await allStored(tenant, 200);
    assert.equal(stored.length, 200);
    for (const log of stored) {
      assert.equal(log.get('original_text'), `log ${log.id} of 555-0199`);
      assert.equal(log.get('modified_data'), `log ${log.id} of [REDACTED]`);
    }
    assert.equal((await firestore.collection(`tenants/${tenant}/dead_letters`).get()).size, 0);
  });

  it('stores a frozen worker’s logs once its ack deadline has passed, and not again when it thaws', async () => {
    const tenant = newTenant();
    const { router } = stack;
    const [delivered, failures] = [router.deliveries(), router.failed()];
    const [frozen] = stack.workers;
    await frozen?.signal('SIGSTOP');
    let stored;
    try {
      await Promise.all(ids(20).map((id) => send(tenant, id)));
      await eventually('all deliveries', () =>
        router.deliveries() >= delivered + 20 ? true : undefined,
      );
      // Nothing more to it: one message could meet it five times.
      stack.workers.shift();
      stored = await allStored(tenant, 20);
    } finally {
      await frozen?.signal('SIGCONT');
      if (frozen !== undefined && !stack.workers.includes(frozen)) stack.workers.unshift(frozen);
    }
    assert.ok(router.failed() > failures, 'it held nothing');
    const before = stored.map(({ id, updateTime }) => [id, updateTime.valueOf()]);
    // The thawed worker now finishes what it held: another log through it shows that it is awake.
    await Promise.all(ids(10).map((id) => send(tenant, `later-${id}`)));
    const after = await allStored(tenant, 30);
    const unchanged = after
      .filter(({ id }) => !id.startsWith('later'))
      .map(({ id, updateTime }) => [id, updateTime.valueOf()]);
    assert.deepEqual(unchanged, before);
  });

  it('finishes or abandons its work at SIGTERM, and loses none of it', async () => {
    const tenant = newTenant();
    const answers = ids(100).map((id) => send(tenant, id));
    const seen = stack.router.deliveries();
    await eventually('deliveries', () => (stack.router.deliveries() > seen ? true : undefined));
    await stack.workers[0]?.signal('SIGTERM');
    await stack.replaceWorker(0);
    await Promise.all(answers);
    assert.equal((await allStored(tenant, 100)).length, 100);
  });

  it('waits for Firestore and then stores everything', async () => {
    const tenant = newTenant();
    // Both workers know the tenant; otherwise they would look it up again some seconds later.
    await Promise.all(ids(10).map((id) => send(tenant, `first-${id}`)));
    await allStored(tenant, 10);
    const failed = stack.router.failed();
    stack.workersToFirestore.cut();
    try {
      await Promise.all(ids(10).map((id) => send(tenant, id)));
      await eventually('a delivery that fails', () =>
        stack.router.failed() > failed ? true : undefined,
      );
      assert.equal((await logs(tenant)).length, 10);
    } finally {
      stack.workersToFirestore.restore();
    }
    assert.equal((await allStored(tenant, 20)).length, 20);
  });

  it('gives up after exactly 5 deliveries, and the dead letter says so', async () => {
    const tenant = newTenant();
    stack.workersToFirestore.cut();
    try {
      const json = logMessage(tenant, { log_id: 'l1', text: 'x' });
      const messageId = await stack.pubsub.topic(stack.topic).publishMessage({ json });
      const [letter] = await eventually(
        'the dead letter',
        async () => {
          const found = await letters(`tenants/${tenant}/dead_letters`, 'log_id', 'l1');
          return found.length > 0 ? found : undefined;
        },
        180_000,
      );
      assert.equal(letter?.get('reason'), 'attempts_exhausted');
      assert.equal(letter?.get('attempts'), MAX_DELIVERY_ATTEMPTS);
      assert.equal(stack.router.deliveriesOf(messageId), MAX_DELIVERY_ATTEMPTS);
      assert.equal(JSON.parse(letter?.get('payload')).logs[0].log_id, 'l1');
    } finally {
      stack.workersToFirestore.restore();
    }
  });

  it('acknowledges a poison message only once the dead-letter topic has it', async () => {
    const marker = `poison ${newTenant()}`;
    const failed = stack.router.failed();
    stack.workersToPubsub.cut();
    try {
      await stack.pubsub.topic(stack.topic).publishMessage({ data: Buffer.from(marker) });
      await eventually('a delivery that fails', () =>
        stack.router.failed() > failed ? true : undefined,
      );
    } finally {
      stack.workersToPubsub.restore();
    }
    const found = await eventually('the dead letter', async () => {
      const docs = await letters('dead_letters', 'payload', marker);
      return docs.length > 0 ? docs : undefined;
    });
    assert.equal(found.length, 1);
    assert.equal(found[0]?.get('reason'), 'undecodable');
  });

  it('answers 503 while ingest is cut off from Pub/Sub, and logs without a 202 can be sent again', async () => {
    const tenant = newTenant();
    stack.ingestToPubsub.cut();
    try {
      assert.equal((await sendOnce(tenant, 'l1')).status, 503);
    } finally {
      stack.ingestToPubsub.restore();
    }
    assert.equal((await send(tenant, 'l1')).status, 202);
    assert.equal((await allStored(tenant, 1)).length, 1);
  });
});

describe('messages written to the topic by hand', function () {
  this.timeout(300_000);
  const firestore = emulatedFirestore({ projectId });
  let stack: FaultStack;

  before(async () => {
    // Long enough for 10,000 writes, as the deadline of production is, also on a busy machine.
    stack = await startFaultStack({
      name: `by-hand-${process.pid}`,
      projectId,
      workers: 1,
      ackDeadlineSeconds: 180,
      timeoutMs: 60_000,
    });
  });

  after(async () => {
    await stack?.stop();
    await firestore.terminate();
  });

  const good = (tenant: string) => logMessage(tenant, { log_id: 'l1', text: 'good' });
  const noise = Buffer.from(Array.from({ length: 999 }, (_, i) => (i * 7919) % 256));

  for (const [name, data, reason] of [
    ['an empty message', () => Buffer.alloc(0), 'undecodable'],
    ['what is not JSON', () => Buffer.from(`not JSON ${newTenant()}`), 'undecodable'],
    ['noise', () => noise, 'undecodable'],
    ['another version', () => ({ ...good(newTenant()), version: 2 }), 'schema_mismatch'],
    [
      'a tenant that leaves its path',
      () => ({ ...good('x'), tenant_id: '../x/y' }),
      'schema_mismatch',
    ],
    [
      'an id that leaves its path',
      () => ({ ...good(newTenant()), logs: [{ log_id: '../x', text: 'x' }] }),
      'invalid_log',
    ],
    [
      '10 MB',
      () => ({ ...good(newTenant()), logs: [{ log_id: 'big', text: 'x'.repeat(9_500_000) }] }),
      'document_too_large',
    ],
  ] as const) {
    it(`${name} becomes a dead letter, at once and once, and the next message is processed`, async () => {
      const payload = data();
      const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload));
      const sourceMessageId = await stack.pubsub.topic(stack.topic).publishMessage({
        data: bytes,
        // Pub/Sub refuses a message with neither data nor attributes.
        ...(bytes.length === 0 && { attributes: { by: 'hand' } }),
      });
      const letter = await eventually('the dead letter', async () => {
        const { docs } = await firestore
          .collectionGroup('dead_letters')
          .where('source_message_id', '==', sourceMessageId)
          .get();
        return docs.find((doc) => doc.get('payload_bytes') === bytes.length);
      });
      assert.equal(letter.get('reason'), reason);
      assert.equal(letter.get('attempts'), 1);
      assert.equal(letter.get('payload_truncated'), bytes.length > 1_000_000 ? true : undefined);

      const tenant = newTenant();
      await stack.pubsub.topic(stack.topic).publishMessage({ json: good(tenant) });
      await eventually('the next log', async () => {
        const next = await firestore.doc(`tenants/${tenant}/processed_logs/l1`).get();
        return next.exists ? true : undefined;
      });
      assert.ok(stack.workers[0]?.isRunning());
    });
  }

  it('10,000 logs in one message are each stored once', async () => {
    const tenant = newTenant();
    const logs = Array.from({ length: 10_000 }, (_, i) => ({ log_id: `l${i}`, text: `log ${i}` }));
    await stack.pubsub.topic(stack.topic).publishMessage({ json: { ...good(tenant), logs } });
    const count = await eventually(
      'all of them',
      async () => {
        const counted = await firestore
          .collection(`tenants/${tenant}/processed_logs`)
          .count()
          .get();
        return counted.data().count === 10_000 ? 10_000 : undefined;
      },
      180_000,
    );
    assert.equal(count, 10_000);
  });
});
