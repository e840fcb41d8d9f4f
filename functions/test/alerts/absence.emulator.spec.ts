import assert from 'node:assert/strict';

import { Timestamp } from 'firebase-admin/firestore';

import { createAlertAdmin } from '../../src/adapters/alert-admin.js';
import { createAlertStore } from '../../src/adapters/alert-store.js';
import { createTenantAdmin } from '../../src/adapters/tenant-admin.js';
import { createCheckAbsence } from '../../src/alerts/check-absence.js';
import { createCount } from '../../src/alerts/count.js';
import type { PublishNotice } from '../../src/alerts/send.js';
import type { NoticeMessage } from '../../src/contract/alert-messages.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';

const firestore = emulatedFirestore();
const MINUTE = 60_000;
const condition = { kind: 'none', minutes: 5 } as const;

/** A check, whose notices of other tests' alerts are left out. */
function checkOf(tenantId: string, sent: NoticeMessage[], fails = () => false) {
  const publish: PublishNotice = (message) => {
    if (fails()) return Promise.reject(new Error('no word'));
    if (message.tenant_id === tenantId) sent.push(message);
    return Promise.resolve();
  };
  const store = createAlertStore(10_000, firestore);
  return createCheckAbsence({ store, publish, now: () => Date.now() });
}

async function newAlert() {
  const tenantId = newTenant();
  await createTenantAdmin(firestore).create(tenantId, '');
  const saved = await createAlertAdmin(firestore).save(tenantId, undefined, {
    name: 'No backup',
    query: 'backup done',
    condition,
    quiet_minutes: 60,
    targets: [
      {
        id: '2f0c3b54-7f0e-4d0a-9a53-0d3a1b5a7c11',
        kind: 'slack',
        label: 'hooks.slack.com',
        secret: { kind: 'slack', url: 'https://hooks.slack.com/services/x' },
      },
    ],
  });
  assert.equal(saved.kind, 'saved');
  const alertId = 'alertId' in saved ? saved.alertId : '';
  const absence = firestore.doc(`tenants/${tenantId}/alert_absences/${alertId}`);
  /** As if it had been made, or a log seen, so long ago. */
  const waits = (minutes: number) =>
    absence.update({
      seen_at: Timestamp.fromMillis(Date.now() - minutes * MINUTE),
      due_at: Timestamp.fromMillis(Date.now() - (minutes - condition.minutes) * MINUTE),
    });
  /** A log of so many minutes ago, as the worker tells of it. */
  const seen = (minutes: number) =>
    createCount({
      store: createAlertStore(10_000, firestore),
      publish: () => Promise.reject(new Error('nothing fires')),
      now: () => Date.now(),
    })(
      {
        version: 1,
        tenant_id: tenantId,
        batch: '0'.repeat(32),
        received_at: new Date(Date.now() - minutes * MINUTE).toISOString(),
        matches: [{ alert_id: alertId, condition, logs: ['0'.repeat(16)], lines: [] }],
      },
      { requestId: undefined, traceparent: undefined },
    );
  const notices = async () =>
    (await firestore.collection(`tenants/${tenantId}/alert_notices`).get()).docs;
  return { tenantId, alertId, absence, waits, seen, notices };
}

describe('checkAbsence', () => {
  after(() => firestore.terminate());

  it('makes no notice before an alert has waited long enough', async () => {
    const { tenantId, waits, notices } = await newAlert();
    await checkOf(tenantId, [])();
    await waits(4);
    await checkOf(tenantId, [])();
    assert.deepEqual(await notices(), []);
  });

  it('makes one once it has, and the next after the quiet time', async () => {
    const { tenantId, alertId, waits, notices } = await newAlert();
    await waits(6);
    const sent: NoticeMessage[] = [];
    // Two at once, and some later ones.
    await Promise.all([checkOf(tenantId, sent)(), checkOf(tenantId, sent)()]);
    await checkOf(tenantId, sent)();
    const [notice, ...others] = await notices();
    assert.equal(others.length, 0);
    assert.equal(notice?.get('count'), 0);
    const waited = notice?.get('to').toMillis() - notice?.get('from').toMillis();
    assert.equal(Math.floor(waited / MINUTE), 6);
    assert.ok(sent.length >= 1);
    assert.equal(new Set(sent.map(({ notice_id }) => notice_id)).size, 1);

    const state = firestore.doc(`tenants/${tenantId}/alert_states/${alertId}`);
    await state.update({ quiet_until: new Date(Date.now() - 1000) });
    await waits(70);
    await checkOf(tenantId, sent)();
    assert.equal((await notices()).length, 2);
  });

  it('begins to wait anew with each log, to the minute, in whatever order they come', async () => {
    const { tenantId, waits, seen, absence, notices } = await newAlert();
    await waits(20);
    await seen(3);
    await seen(12);
    await checkOf(tenantId, [])();
    assert.deepEqual(await notices(), []);
    const due = (await absence.get()).get('due_at').toMillis();
    assert.equal(due % MINUTE, 0);
    assert.ok(due > Date.now() + MINUTE && due <= Date.now() + 3 * MINUTE);
  });

  it('sends a notice the next time that was not on its way yet', async () => {
    const { tenantId, waits, notices } = await newAlert();
    await waits(6);
    const sent: NoticeMessage[] = [];
    await checkOf(tenantId, sent, () => true)();
    assert.equal((await notices()).length, 1);
    assert.equal(sent.length, 0);
    await checkOf(tenantId, sent)();
    await checkOf(tenantId, sent)();
    assert.equal(sent.length, 1);
    assert.equal((await notices()).length, 1);
  });

  it('makes none while it is silenced, and none once the alert or its tenant is deleted', async () => {
    const silenced = await newAlert();
    await silenced.waits(6);
    await createAlertAdmin(firestore).silence(silenced.tenantId, silenced.alertId, 30);
    const deleted = await newAlert();
    await deleted.waits(6);
    await createAlertAdmin(firestore).remove(deleted.tenantId, deleted.alertId);
    const gone = await newAlert();
    await gone.waits(6);
    await createTenantAdmin(firestore).delete(gone.tenantId, () => {});
    for (const { tenantId, notices } of [silenced, deleted, gone]) {
      await checkOf(tenantId, [])();
      assert.deepEqual(await notices(), []);
    }
    assert.equal((await deleted.absence.get()).exists, false);
    assert.equal((await gone.absence.get()).exists, false);

    await createAlertAdmin(firestore).silence(silenced.tenantId, silenced.alertId, 0);
    await checkOf(silenced.tenantId, [])();
    assert.equal((await silenced.notices()).length, 1);
  });
});
