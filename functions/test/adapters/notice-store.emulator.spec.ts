import assert from 'node:assert/strict';

import { createSendMail } from '../../src/adapters/mail-collection.js';
import { createNoticeStore } from '../../src/adapters/notice-store.js';
import { toFirestore } from '../../src/adapters/firestore-times.js';
import { email } from '../../src/alerts/notices/bodies/email.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { aNotice } from '../support/notices.js';

const [FIRST, SECOND] = [1, 2].map((n) => `5b1d0000-0000-4000-8000-00000000000${n}`) as [
  string,
  string,
];
const SECRET = {
  kind: 'webhook' as const,
  url: 'https://receiver.example/',
  secrets: [{ secret: 'whsec_bmV3' }, { secret: 'whsec_b2xk', until: { seconds: 9, nanos: 0 } }],
};

describe('the store of notices', () => {
  const firestore = emulatedFirestore();
  const store = createNoticeStore(10_000, firestore);
  const tenant_id = newTenant();
  const { id, tenant_id: _other, link: _link, ...told } = aNotice();
  const address = { tenant_id, notice_id: id, target_id: FIRST };
  const at = told.fired_at;
  const pending = { state: 'pending', kind: 'webhook', label: 'a', attempts: 0, at } as const;
  const notice = { ...told, deliveries: { [FIRST]: pending, [SECOND]: pending } };

  beforeEach(async () => {
    await firestore.doc(`tenants/${tenant_id}/alert_notices/${id}`).set(toFirestore(notice));
    const secrets = toFirestore({ targets: { [FIRST]: SECRET } });
    await firestore.doc(`tenants/${tenant_id}/alert_secrets/${told.alert_id}`).set(secrets);
  });

  it('reads a notice with the secret of a target', async () => {
    assert.deepEqual(await store.read(address), { notice, secret: SECRET });
    const other = await store.read({ ...address, target_id: SECOND });
    assert.deepEqual(other, { notice, secret: undefined });
  });

  it('finds no notice of another tenant', async () => {
    assert.equal(await store.read({ ...address, tenant_id: 'other' }), undefined);
  });

  it('writes the outcome of one target, and leaves the others unchanged', async () => {
    const done = { ...pending, state: 'failed', attempts: 2, reason: 'timeout' } as const;
    const delivered = { ...pending, state: 'delivered', attempts: 1 } as const;
    await Promise.all([
      store.record(address, done),
      store.record({ ...address, target_id: SECOND }, delivered),
    ]);
    const deliveries = (await store.read(address))?.notice.deliveries;
    assert.deepEqual(deliveries, { [FIRST]: done, [SECOND]: delivered });
  });

  it('does not bring back a notice that was deleted with its tenant', async () => {
    const document = firestore.doc(`tenants/${tenant_id}/alert_notices/${id}`);
    await document.delete();
    await store.record(address, pending);
    assert.equal((await document.get()).exists, false);
  });

  it('queues a mail once, however often it is asked to', async () => {
    const collection = `mail-${tenant_id}`;
    const sendMail = createSendMail(collection, 10_000, firestore);
    const mail = email(aNotice(), 'on-call@mail.example');
    await sendMail('n1_t1', mail);
    await sendMail('n1_t1', mail);
    const { docs } = await firestore.collection(collection).get();
    assert.deepEqual(
      docs.map((found) => [found.id, found.data()]),
      [['n1_t1', mail]],
    );
  });
});
