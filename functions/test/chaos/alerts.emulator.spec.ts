import assert from 'node:assert/strict';

import type { Message, Subscription } from '@google-cloud/pubsub';

import type { NoticeMessage } from '../../src/contract/alert-messages.js';
import { type FaultStack, startFaultStack } from '../../../harness/stack/fault-stack.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { sendAgain } from '../../../harness/support/send-again.js';
import { makeAlert } from '../support/alerts.js';

const byText = (a: string, b: string) => a.localeCompare(b);

describe('alerts, on a stack that delivers as production does', function () {
  this.timeout(400_000);
  const firestore = emulatedFirestore();
  let stack: FaultStack;
  let subscription: Subscription;
  const sent: NoticeMessage[] = [];

  before(async () => {
    stack = await startFaultStack({
      name: `alerts-${process.pid}`,
      workers: 3,
      alerts: { counters: 3 },
    });
    const topic = stack.pubsub.topic(stack.noticesTopic);
    [subscription] = await topic.createSubscription(`${stack.noticesTopic}-seen`);
    subscription.on('message', (message: Message) => {
      sent.push(JSON.parse(message.data.toString()) as NoticeMessage);
      message.ack();
    });
  });

  after(async () => {
    await subscription?.close();
    await subscription?.delete();
    await stack?.stop();
    await firestore.terminate();
  });

  const post = async (tenant: string, logs: object[]) => {
    const answer = await sendAgain(() =>
      fetch(stack.ingest.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(logs.map((log) => ({ tenant_id: tenant, ...log }))),
      }),
    );
    assert.equal(answer.status, 202);
  };

  const noticesOf = async (tenant: string) =>
    (await firestore.collection(`tenants/${tenant}/alert_notices`).orderBy('fired_at').get()).docs;

  const stored = async (tenant: string) =>
    (await firestore.collection(`tenants/${tenant}/processed_logs`).count().get()).data().count;

  const sentOf = (tenant: string) => sent.filter(({ tenant_id }) => tenant_id === tenant);

  const firstNotice = (tenant: string) =>
    eventually(
      'a notice and its message',
      async () => {
        const [notice] = await noticesOf(tenant);
        return notice !== undefined && sentOf(tenant).length > 0 ? notice : undefined;
      },
      60_000,
    );

  /** Waits until everything sent is stored and counted, and nothing is in flight. */
  const settled = async (tenant: string, logs: number) => {
    await eventually(
      `${logs} logs`,
      async () => ((await stored(tenant)) >= logs ? true : undefined),
      90_000,
    );
    const counters = stack.alerts?.counterRouter;
    await eventually(
      'the counters to be done',
      async () => {
        const isIdle = () =>
          [stack.router, counters].every(
            (router) => router && router.deliveries() === router.succeeded() + router.failed(),
          );
        const before = counters?.deliveries();
        if (!isIdle()) return undefined;
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        return isIdle() && counters?.deliveries() === before ? true : undefined;
      },
      90_000,
    );
  };

  it('make a notice of a posted log, redacted, and a message for its target', async () => {
    const tenant = newTenant();
    const { alertId, targetId } = await makeAlert(firestore, tenant);
    await post(tenant, [
      { log_id: 'l1', text: 'all is well' },
      { log_id: 'l2', text: 'refused for 555-0199' },
    ]);
    const notice = await firstNotice(tenant);
    assert.equal(notice.get('alert_id'), alertId);
    assert.equal(notice.get('count'), 1);
    assert.equal(notice.get('lines')[0].text, 'refused for [REDACTED]');
    // Messages may be duplicated.
    const told = { version: 1, tenant_id: tenant, notice_id: notice.id, target_id: targetId };
    for (const message of sentOf(tenant)) assert.deepEqual(message, told);
  });

  it('make exactly one notice per quiet time, whichever process is killed and whatever is redelivered', async () => {
    const tenant = newTenant();
    const condition = { kind: 'count', matches: 50, minutes: 5 } as const;
    const one = await makeAlert(firestore, tenant, { condition });
    const other = await makeAlert(firestore, tenant);
    const batch = (from: number) =>
      Array.from({ length: 5 }, (_, n) => ({
        log_id: `l${from + n}`,
        text: `connection ${from + n} refused`,
      }));
    const batches = Array.from({ length: 60 }, (_, n) => batch(5 * n));
    const posts = batches.map((logs) => post(tenant, logs));
    const { alerts } = stack;
    await eventually('deliveries to workers and counters', () =>
      stack.router.deliveries() > 5 && (alerts?.counterRouter.deliveries() ?? 0) > 2
        ? true
        : undefined,
    );
    for (const index of [0, 1]) {
      await stack.workers[index]?.signal('SIGKILL');
      await alerts?.counters[index]?.signal('SIGKILL');
      await Promise.all([stack.replaceWorker(index), alerts?.replaceCounter(index)]);
    }
    await Promise.all(posts);
    // Clients that resend accepted logs.
    await Promise.all(batches.slice(0, 20).map((logs) => post(tenant, logs)));
    await settled(tenant, 300);
    const tellsOf = () => new Set(sentOf(tenant).map(({ notice_id }) => notice_id));
    await eventually('both notices and their messages', async () =>
      (await noticesOf(tenant)).length >= 2 && tellsOf().size >= 2 ? true : undefined,
    );

    const notices = await noticesOf(tenant);
    assert.deepEqual(
      notices.map((notice) => String(notice.get('alert_id'))).toSorted(byText),
      [one.alertId, other.alertId].toSorted(byText),
    );
    const counted = notices.find((notice) => notice.get('alert_id') === one.alertId);
    assert.ok(counted?.get('count') >= 50 && counted?.get('count') <= 300);
    // Messages may be duplicated, but all belong to the one notice.
    assert.deepEqual([...tellsOf()].toSorted(byText), notices.map(({ id }) => id).toSorted(byText));

    // In documents: what was counted of any log, once.
    const matches = await firestore.collection(`tenants/${tenant}/alert_matches`).get();
    const ids = matches.docs.flatMap((match) => match.get('ids') as string[]);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('make a notice even if the counters’ workers lose Firestore for a while', async () => {
    const tenant = newTenant();
    await makeAlert(firestore, tenant);
    const failed = stack.router.failed();
    stack.workersToFirestore.cut();
    try {
      await post(tenant, [{ log_id: 'l1', text: 'refused' }]);
      await eventually('a delivery that fails', () =>
        stack.router.failed() > failed ? true : undefined,
      );
      assert.deepEqual(await noticesOf(tenant), []);
    } finally {
      stack.workersToFirestore.restore();
    }
    await firstNotice(tenant);
    assert.equal((await noticesOf(tenant)).length, 1);
  });

  it('make a notice of a log that is stored while its match cannot be published', async () => {
    const tenant = newTenant();
    await makeAlert(firestore, tenant);
    stack.workersToPubsub.cut();
    try {
      await post(tenant, [{ log_id: 'l1', text: 'refused' }]);
      await eventually('the log', async () => ((await stored(tenant)) > 0 ? true : undefined));
      const failed = stack.router.failed();
      await eventually(
        'a delivery that fails',
        () => (stack.router.failed() > failed ? true : undefined),
        60_000,
      );
      assert.deepEqual(await noticesOf(tenant), []);
    } finally {
      stack.workersToPubsub.restore();
    }
    const notice = await firstNotice(tenant);
    assert.equal(notice.get('count'), 1);
  });
});
