import assert from 'node:assert/strict';

import { Webhook } from 'standardwebhooks';

import { toFirestore } from '../../src/adapters/firestore-times.js';
import { newSigningSecret } from '../../src/alerts/notices/signature.js';
import type { NoticeDelivery } from '../../src/contract/alert.js';
import { type FaultStack, startFaultStack } from '../../../harness/stack/fault-stack.js';
import {
  type NoticeReceiver,
  type ReceivedNotice,
  startNoticeReceiver,
} from '../../../harness/stack/notice-receiver.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { sendAgain } from '../../../harness/support/send-again.js';
import { makeAlert } from '../support/alerts.js';

describe('notices, on a stack that delivers as production does', function () {
  this.timeout(300_000);
  const firestore = emulatedFirestore();
  const secret = newSigningSecret();
  let receiver: NoticeReceiver;
  let stack: FaultStack;

  before(async () => {
    receiver = await startNoticeReceiver();
    const { senderEnv } = receiver;
    stack = await startFaultStack({
      name: `notices-${process.pid}`,
      timeoutMs: 20_000,
      alerts: { counters: 1, senders: 1, senderEnv },
    });
  });
  after(async () => {
    await stack?.stop();
    receiver?.close();
    await firestore.terminate();
  });

  /** An alert that fires at the first log, and a log that makes it; `url` is where it sends. */
  async function fire(url: string) {
    const tenant = newTenant();
    const { alertId, targetId } = await makeAlert(firestore, tenant);
    const targets = { [targetId]: { kind: 'webhook', url, secrets: [{ secret }] } };
    const secrets = firestore.doc(`tenants/${tenant}/alert_secrets/${alertId}`);
    await secrets.set(toFirestore({ targets }));
    const answer = await sendAgain(() =>
      fetch(stack.ingest.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ tenant_id: tenant, log_id: 'l1', text: 'refused for 555-0199' }),
      }),
    );
    assert.equal(answer.status, 202);
    const delivery = async (isWanted: (delivery: NoticeDelivery) => boolean) =>
      eventually(
        'what became of the notice',
        async () => {
          const notices = firestore.collection(`tenants/${tenant}/alert_notices`);
          const found = (await notices.get()).docs[0]?.get('deliveries')[targetId];
          return found !== undefined && isWanted(found) ? (found as NoticeDelivery) : undefined;
        },
        60_000,
      );
    const got = (count: number) =>
      eventually(
        `${count} requests`,
        () => {
          const found = receiver.received.filter(({ body }) => body.includes(tenant));
          return found.length >= count ? found : undefined;
        },
        60_000,
      );
    return { tenant, delivery, got };
  }

  const verify = ({ body, headers }: ReceivedNotice) =>
    new Webhook(secret).verify(body, headers as Record<string, string>) as {
      data: { tenant_id: string; count: number; logs: { text: string }[]; link: string };
    };

  it('are sent for a posted log to a receiver that verifies them', async () => {
    const { tenant, delivery, got } = await fire(`${receiver.url}/good`);
    const [notice] = await got(1);
    assert.ok(notice !== undefined);
    const { data } = verify(notice);
    assert.deepEqual([data.tenant_id, data.count], [tenant, 1]);
    assert.deepEqual(
      data.logs.map(({ text }) => text),
      ['refused for [REDACTED]'],
    );
    assert.ok(new URL(data.link).searchParams.get('q') === 'refused');
    const { attempts } = await delivery(({ state }) => state === 'delivered');
    assert.equal(attempts, 1);
  });

  it('are sent again under the same id until the receiver accepts them', async () => {
    let answers = 0;
    receiver.answer = ({ path }) => (path === '/flaky' && (answers += 1) <= 2 ? 503 : 204);
    const { delivery, got } = await fire(`${receiver.url}/flaky`);
    const { attempts } = await delivery(({ state }) => state === 'delivered');
    const received = await got(3);
    assert.deepEqual([received.length, attempts], [3, 3]);
    assert.equal(new Set(received.map(({ headers }) => headers['webhook-id'])).size, 1);
    for (const notice of received) verify(notice);
  });

  it('are sent again if a sender is killed while it waits for the receiver', async () => {
    receiver.answer = ({ path }) =>
      path === '/slow' && receiver.received.filter((one) => one.path === path).length === 1
        ? 'hang'
        : 204;
    const { delivery, got } = await fire(`${receiver.url}/slow`);
    await got(1);
    await stack.alerts?.senders[0]?.signal('SIGKILL');
    await stack.alerts?.replaceSender(0);
    await delivery(({ state }) => state === 'delivered');
    const received = await got(2);
    assert.equal(new Set(received.map(({ headers }) => headers['webhook-id'])).size, 1);
  });

  for (const [path, answer, reason] of [
    ['/gone', 410, 'rejected'],
    ['/elsewhere', 302, 'redirected'],
  ] as const) {
    it(`fail at once if the receiver answers ${answer}`, async () => {
      receiver.answer = (notice) => (notice.path === path ? answer : 204);
      const { delivery, got } = await fire(`${receiver.url}${path}`);
      const failed = await delivery(({ state }) => state === 'failed');
      assert.deepEqual([failed.reason, failed.attempts], [reason, 1]);
      assert.equal((await got(1)).length, 1);
    });
  }

  it('leave no addresses, secrets or texts in the senders’ own logs', () => {
    const lines = (stack.alerts?.senders ?? []).flatMap(({ output }) => output);
    assert.ok(lines.some((line) => line.includes('notice_delivered')));
    for (const told of [receiver.url, '/flaky', secret, 'refused for', 'Refused connections']) {
      assert.ok(!lines.some((line) => line.includes(told)), told);
    }
  });
});
