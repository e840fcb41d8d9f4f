import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';

import { Timestamp } from 'firebase-admin/firestore';

import { createAlertStore } from '../../src/adapters/alert-store.js';
import { createCount } from '../../src/alerts/count.js';
import type { PublishNotice } from '../../src/alerts/send.js';
import type { Alert } from '../../src/contract/alert.js';
import type { MatchMessage, NoticeMessage } from '../../src/contract/alert-messages.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { makeAlert } from '../support/alerts.js';

const firestore = emulatedFirestore();
const ORIGIN = { requestId: 'req_of_the_test', traceparent: undefined };
const MINUTE = 60_000;

const keep =
  (sent: NoticeMessage[]): PublishNotice =>
  (notice) => {
    sent.push(notice);
    return Promise.resolve();
  };

/** An instance of the counter; several share what is in the store, and the notices. */
function instance(sent: NoticeMessage[], publish?: PublishNotice, lateMs = 0) {
  return createCount({
    // Many of them change one document.
    store: createAlertStore(60_000, firestore),
    publish: publish ?? keep(sent),
    now: () => Date.now() + lateMs,
  });
}

type Condition = Alert['condition'];

const hash = (text: string, length: number) =>
  createHash('sha256').update(text).digest('hex').slice(0, length);

interface Batch {
  logs: string[];
  /** Before now. */
  agoMs?: number;
  name?: string;
}

function message(
  { tenantId, alertId }: { tenantId: string; alertId: string },
  { logs, agoMs = 0, name = randomUUID() }: Batch,
  condition: Condition = { kind: 'count', matches: 1, minutes: 5 },
): MatchMessage {
  const time = new Date(Date.now() - agoMs).toISOString();
  return {
    version: 1,
    tenant_id: tenantId,
    batch: hash(name, 32),
    received_at: time,
    matches: [
      {
        alert_id: alertId,
        condition,
        logs: logs.map((log) => hash(log, 16)),
        lines: logs.slice(0, 5).map((log) => ({ log_id: log, time, text: `text of ${log}` })),
      },
    ],
  };
}

const noticesOf = async (tenantId: string) =>
  (await firestore.collection(`tenants/${tenantId}/alert_notices`).orderBy('fired_at').get()).docs;
const matchesOf = async (tenantId: string) =>
  (await firestore.collection(`tenants/${tenantId}/alert_matches`).get()).docs;

/** Lets the quiet time of an alert be over since so long ago. */
const endQuiet = (
  { tenantId, alertId }: { tenantId: string; alertId: string },
  agoMs: number,
  countedTo = agoMs + MINUTE,
) =>
  firestore.doc(`tenants/${tenantId}/alert_states/${alertId}`).update({
    quiet_until: Timestamp.fromMillis(Date.now() - agoMs),
    counted_to: Timestamp.fromMillis(Date.now() - countedTo),
  });

describe('countAlerts', () => {
  after(() => firestore.terminate());

  it('makes a notice at once for an alert that wants one log, and keeps no match', async () => {
    const alert = await makeAlert(firestore, newTenant());
    const sent: NoticeMessage[] = [];
    await instance(sent)(message(alert, { logs: ['a', 'b'] }), ORIGIN);
    const [notice, ...others] = await noticesOf(alert.tenantId);
    assert.equal(others.length, 0);
    const { fired_at, from, to, lines, deliveries, ...rest } = notice?.data() ?? {};
    assert.deepEqual(rest, {
      alert_id: alert.alertId,
      name: 'Refused connections',
      query: 'refused',
      condition: { kind: 'count', matches: 1, minutes: 5 },
      count: 2,
    });
    assert.deepEqual(from, to);
    assert.ok(fired_at.toMillis() >= to.toMillis() - 1000);
    assert.deepEqual(
      lines.map(({ log_id, text }: Record<string, string>) => [log_id, text]),
      [
        ['a', 'text of a'],
        ['b', 'text of b'],
      ],
    );
    const delivery = deliveries[alert.targetId];
    assert.deepEqual(
      [delivery.state, delivery.attempts, delivery.label],
      ['pending', 0, 'example.com'],
    );
    assert.deepEqual(sent, [
      {
        version: 1,
        tenant_id: alert.tenantId,
        notice_id: notice?.id,
        target_id: alert.targetId,
      },
    ]);
    assert.deepEqual(await matchesOf(alert.tenantId), []);
  });

  it('makes one notice a quiet time, however many instances and messages there are', async () => {
    const alert = await makeAlert(firestore, newTenant());
    const sent: NoticeMessage[] = [];
    const instances = Array.from({ length: 3 }, () => instance(sent));
    const deliver = (one: MatchMessage, to: number) =>
      instances[to % 3]?.(one, ORIGIN) ?? Promise.reject(new Error('no instance'));
    const messages = Array.from({ length: 60 }, (_, n) => message(alert, { logs: [`l${n}`] }));
    await Promise.all(messages.map((one, n) => deliver(one, n)));
    // Each once more, at another instance.
    await Promise.all(messages.map((one, n) => deliver(one, n + 1)));
    assert.equal((await noticesOf(alert.tenantId)).length, 1);
    assert.equal(sent.length, 1);
  });

  it('makes one notice a quiet time though the clocks of instances are apart', async () => {
    const alert = await makeAlert(firestore, newTenant());
    const sent: NoticeMessage[] = [];
    const clocks = [-20 * MINUTE, 0, 20 * MINUTE];
    const instances = clocks.map((lateMs) => instance(sent, undefined, lateMs));
    for (const agoMs of [3000, -3000, 0]) {
      await Promise.all(
        instances.map((count, n) =>
          count(message(alert, { logs: [`l${agoMs} ${n}`], agoMs }), ORIGIN),
        ),
      );
    }
    assert.equal((await noticesOf(alert.tenantId)).length, 1);
    assert.equal(sent.length, 1);
  });

  describe('with a threshold', () => {
    const condition: Condition = { kind: 'count', matches: 3, minutes: 5 };

    it('adds up what several messages and instances have, and each log once', async () => {
      const alert = await makeAlert(firestore, newTenant(), { condition });
      const sent: NoticeMessage[] = [];
      const [one, other] = [instance(sent), instance(sent)];
      const first = message(alert, { logs: ['a'], agoMs: 2000, name: 'first' }, condition);
      // Three deliveries of one log, of which the last brings another: two logs.
      await one(first, ORIGIN);
      await other(first, ORIGIN);
      await one(
        message(alert, { logs: ['a', 'b'], agoMs: 2000, name: 'first' }, condition),
        ORIGIN,
      );
      assert.deepEqual(await noticesOf(alert.tenantId), []);
      await other(message(alert, { logs: ['c'] }, condition), ORIGIN);
      const [notice] = await noticesOf(alert.tenantId);
      assert.equal(notice?.get('count'), 3);
      assert.deepEqual(
        notice?.get('lines').map(({ log_id }: { log_id: string }) => log_id),
        ['a', 'b', 'c'],
      );
      assert.ok(notice?.get('from').toMillis() < notice?.get('to').toMillis());
      assert.equal(sent.length, 1);
    });

    it('counts by when logs were received, in whatever order they come', async () => {
      const alert = await makeAlert(firestore, newTenant(), { condition });
      const count = instance([]);
      for (const minutes of [0, 6, 12]) {
        await count(
          message(alert, { logs: [`l${minutes}`], agoMs: minutes * MINUTE }, condition),
          ORIGIN,
        );
      }
      assert.deepEqual(await noticesOf(alert.tenantId), []);
      // Between two of these: 9, 8 and 6 minutes ago are three within five minutes.
      await count(message(alert, { logs: ['x'], agoMs: 9 * MINUTE }, condition), ORIGIN);
      await count(message(alert, { logs: ['y'], agoMs: 8 * MINUTE }, condition), ORIGIN);
      const [notice] = await noticesOf(alert.tenantId);
      assert.equal(notice?.get('count'), 3);
      const lines = notice?.get('lines') as { log_id: string }[];
      assert.deepEqual(
        lines.map(({ log_id }) => log_id),
        ['x', 'y', 'l6'],
      );
    });

    /** An alert whose first notice was 9 minutes ago, and whose quiet time ended a minute ago. */
    const afterQuietTime = async () => {
      const alert = await makeAlert(firestore, newTenant(), { condition });
      const sent: NoticeMessage[] = [];
      await instance(sent)(
        message(alert, { logs: ['a', 'b', 'c'], agoMs: 9 * MINUTE }, condition),
        ORIGIN,
      );
      await endQuiet(alert, MINUTE, 9 * MINUTE);
      return { alert, sent, count: instance(sent) };
    };

    it('counts those at the end of a quiet time with those after it', async () => {
      const { alert, sent, count } = await afterQuietTime();
      // Enough by itself, but in the quiet time.
      await count(message(alert, { logs: ['d', 'e', 'f'], agoMs: 2 * MINUTE }, condition), ORIGIN);
      assert.equal(sent.length, 1);
      await count(message(alert, { logs: ['g'] }, condition), ORIGIN);
      const [, second] = await noticesOf(alert.tenantId);
      assert.equal(second?.get('count'), 4);
      assert.equal(sent.length, 2);
    });

    it('makes the next notice right after a quiet time that ends under load', async () => {
      const { alert, sent, count } = await afterQuietTime();
      for (let n = 0; n < 12; n += 1) {
        const agoMs = 2 * MINUTE - n * 1000;
        await count(message(alert, { logs: [`in it ${n}`], agoMs }, condition), ORIGIN);
      }
      assert.equal(sent.length, 1);
      await count(message(alert, { logs: ['after it'] }, condition), ORIGIN);
      const [, second] = await noticesOf(alert.tenantId);
      assert.equal(second?.get('count'), 13);
      assert.equal(second?.get('lines').length, 5);
    });

    it('counts an old and a new log that arrive together, each among its neighbours', async () => {
      const alert = await makeAlert(firestore, newTenant(), { condition });
      const sent: NoticeMessage[] = [];
      const count = instance(sent);
      const at = (minutes: number) =>
        count(
          message(alert, { logs: [`l${minutes}`], agoMs: minutes * MINUTE }, condition),
          ORIGIN,
        );
      // Never more than two within five minutes.
      for (let minutes = 59; minutes > 0; minutes -= 4) await at(minutes);
      assert.deepEqual(sent, []);
      // The last two are counted in one run, as after an outage.
      await Promise.all([at(1), at(90), at(0)]);
      const [notice] = await noticesOf(alert.tenantId);
      assert.equal(notice?.get('count'), 3);
    });

    it('writes a document a message at most, and none in a quiet time', async () => {
      const alert = await makeAlert(firestore, newTenant(), { condition });
      const count = instance([]);
      for (const logs of [['a'], ['b'], ['c'], ['d'], ['e']]) {
        await count(message(alert, { logs }, condition), ORIGIN);
      }
      assert.equal((await matchesOf(alert.tenantId)).length, 3);
    });
  });

  it('makes no second notice of a log that comes again after the quiet time', async () => {
    const alert = await makeAlert(firestore, newTenant());
    const sent: NoticeMessage[] = [];
    const told = message(alert, { logs: ['a'], agoMs: 2 * MINUTE });
    await instance(sent)(told, ORIGIN);
    await endQuiet(alert, MINUTE, 2 * MINUTE);
    await instance(sent)(told, ORIGIN);
    assert.equal(sent.length, 1);
    await instance(sent)(message(alert, { logs: ['b'] }), ORIGIN);
    assert.equal(sent.length, 2);
    const ids = (await noticesOf(alert.tenantId)).map(({ id }) => id);
    assert.deepEqual(
      ids,
      [1, 2].map((n) => `${alert.alertId}_${n}`),
    );
  });

  it('sends a notice that was not on its way yet, once its message comes again', async () => {
    for (const condition of [
      { kind: 'count', matches: 1, minutes: 5 },
      { kind: 'count', matches: 2, minutes: 5 },
    ] satisfies Condition[]) {
      const alert = await makeAlert(firestore, newTenant(), { condition });
      const sent: NoticeMessage[] = [];
      const dying = instance(sent, () => Promise.reject(new Error('killed')));
      const before = message(alert, { logs: ['a'], name: 'a' }, condition);
      const last = message(alert, { logs: ['b'], name: 'b' }, condition);
      if (condition.matches === 2) await dying(before, ORIGIN);
      await assert.rejects(dying(last, ORIGIN));
      // Another message has no part in it.
      const living = instance(sent);
      await living(message(alert, { logs: ['c'] }, condition), ORIGIN);
      assert.equal(sent.length, 0);
      await living(last, ORIGIN);
      await living(last, ORIGIN);
      await instance(sent)(last, ORIGIN);
      assert.equal(sent.length, 1);
      assert.equal((await noticesOf(alert.tenantId)).length, 1);
    }
  });

  it('judges by what the alert says now, not by what the worker remembers', async () => {
    const alert = await makeAlert(firestore, newTenant(), {
      condition: { kind: 'count', matches: 3, minutes: 5 },
    });
    const count = instance([]);
    await count(message(alert, { logs: ['a'] }), ORIGIN);
    await count(message(alert, { logs: ['b'] }), ORIGIN);
    assert.deepEqual(await noticesOf(alert.tenantId), []);
    await count(message(alert, { logs: ['c'] }), ORIGIN);
    assert.equal((await noticesOf(alert.tenantId))[0]?.get('count'), 3);
  });

  it('makes none while the alert is silenced, nor of what came before the end of it', async () => {
    const silenced_until = { seconds: Math.floor(Date.now() / 1000) + 600, nanos: 0 };
    const alert = await makeAlert(firestore, newTenant(), { silenced_until });
    const told = message(alert, { logs: ['a'], agoMs: 1000 });
    await instance([])(told, ORIGIN);
    const document = firestore.doc(`tenants/${alert.tenantId}/alerts/${alert.alertId}`);
    await document.update({ silenced_until: new Date() });
    await instance([])(told, ORIGIN);
    assert.deepEqual(await noticesOf(alert.tenantId), []);
    await instance([])(message(alert, { logs: ['b'], agoMs: -2000 }), ORIGIN);
    assert.equal((await noticesOf(alert.tenantId)).length, 1);
  });

  it('makes none for an alert or a tenant that is deleted, and leaves nothing there', async () => {
    const [gone, left] = [
      await makeAlert(firestore, newTenant()),
      await makeAlert(firestore, newTenant()),
    ];
    await firestore.doc(`tenants/${gone.tenantId}/alerts/${gone.alertId}`).delete();
    await firestore.doc(`tenants/${left.tenantId}`).set({ deleted: true });
    for (const alert of [gone, left]) {
      await instance([])(message(alert, { logs: ['a'] }), ORIGIN);
      assert.deepEqual(await noticesOf(alert.tenantId), []);
      const state = firestore.doc(`tenants/${alert.tenantId}/alert_states/${alert.alertId}`);
      assert.equal((await state.get()).exists, false);
    }
  });

  it('keeps a notice as long as the tenant keeps its logs', async () => {
    const tenant = newTenant();
    const alert = await makeAlert(firestore, tenant);
    await firestore.doc(`tenants/${tenant}`).update({ settings: { retention_days: 30 } });
    await instance([])(message(alert, { logs: ['a'] }), ORIGIN);
    const [notice] = await noticesOf(tenant);
    const kept = notice?.get('expires_at').toMillis() - notice?.get('fired_at').toMillis();
    assert.equal(kept, 30 * 24 * 60 * MINUTE);
  });

  it('fails for all alerts of a message where one cannot be counted, and counts the others', async () => {
    const tenant = newTenant();
    const [one, other] = [await makeAlert(firestore, tenant), await makeAlert(firestore, tenant)];
    const sent: NoticeMessage[] = [];
    const both = message(one, { logs: ['a'] });
    both.matches.push(...message(other, { logs: ['a'] }).matches);
    let fails = true;
    const count = instance(sent, (notice) =>
      fails && notice.target_id === one.targetId
        ? Promise.reject(new Error('no word'))
        : keep(sent)(notice),
    );
    await assert.rejects(count(both, ORIGIN));
    assert.equal(sent.length, 1);
    fails = false;
    await count(both, ORIGIN);
    assert.deepEqual(
      sent.map(({ target_id }) => target_id),
      [other.targetId, one.targetId],
    );
  });
});
