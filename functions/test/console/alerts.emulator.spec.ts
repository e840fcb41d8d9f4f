import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { createAlertAdmin } from '../../src/adapters/alert-admin.js';
import { createResolvePublic } from '../../src/adapters/resolve-public.js';
import { createTenantAdmin } from '../../src/adapters/tenant-admin.js';
import { createCheckTarget } from '../../src/alerts/notices/check-target.js';
import { newSigningSecret } from '../../src/alerts/notices/signature.js';
import {
  createDeleteAlert,
  createRotateAlertSecret,
  createSilenceAlert,
  createTestAlert,
} from '../../src/console/alerts/alert-actions.js';
import { createSaveAlert } from '../../src/console/alerts/save-alert.js';
import { createCall } from '../../src/console/call.js';
import { createRequireActive } from '../../src/console/refusal.js';
import type { NoticeMessage } from '../../src/contract/alert-messages.js';
import { readTenant } from '../../src/contract/read-tenant.js';
import { MAX_ALERTS } from '../../src/limits.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';

const firestore = emulatedFirestore();
const tenants = createTenantAdmin(firestore);
const store = createAlertAdmin(firestore);
const requireActive = createRequireActive(tenants);
const sent: NoticeMessage[] = [];

const ACTIONS = {
  save: createSaveAlert({
    requireActive,
    store,
    checkTarget: createCheckTarget({
      // Every name leads to a public address; an address is judged as it is.
      resolvePublic: createResolvePublic({ resolve: () => Promise.resolve(['93.184.215.14']) }),
      sendsMail: true,
    }),
  }),
  silence: createSilenceAlert(store),
  test: createTestAlert({
    requireActive,
    store,
    publish: (message) => {
      sent.push(message);
      return Promise.resolve();
    },
  }),
  remove: createDeleteAlert(store),
  rotate: createRotateAlertSecret({ requireActive, store, newSecret: newSigningSecret }),
};

describe('what admins do with alerts', () => {
  let tenant: string;

  beforeEach(async () => {
    tenant = newTenant();
    await tenants.create(tenant, '');
  });

  after(() => firestore.terminate());

  /** As an admin of the tenant calls it. */
  async function call<Name extends keyof typeof ACTIONS>(name: Name, data: unknown) {
    const token = { tenant_id: tenant, role: 'admin', auth_time: 1 };
    const user = { disabled: false, claims: token, sessionsSince: 0 };
    const action = ACTIONS[name] as (typeof ACTIONS)['save'];
    const { output } = await createCall(action, () => Promise.resolve(user))(
      { uid: 'u1', token },
      data,
    );
    return output as unknown as Awaited<ReturnType<(typeof ACTIONS)[Name]['run']>>;
  }

  const webhook = { kind: 'webhook', url: 'https://example.com/hook?key=s3cret' };
  const alert = (more: object = {}) => ({
    name: ' Refused connections ',
    query: 'refused severity>=ERROR',
    condition: { kind: 'count', matches: 3, minutes: 5 },
    quiet_minutes: 15,
    targets: [webhook],
    ...more,
  });

  const read = async (collection: string, id: string) =>
    (await firestore.doc(`tenants/${tenant}/${collection}/${id}`).get()).data();
  const watched = async () =>
    readTenant((await firestore.doc(`tenants/${tenant}`).get()).data() ?? {}).alerts;

  it('make an alert that readers see without its secrets, and the worker with the settings', async () => {
    const { alert_id, targets } = await call('save', alert());
    const [{ id, secret, ...target } = { id: '' }] = targets;
    assert.deepEqual(target, { kind: 'webhook', label: 'example.com' });
    assert.match(secret ?? '', /^whsec_/);
    const seen = await read('alerts', alert_id);
    assert.equal(seen?.['name'], 'Refused connections');
    assert.deepEqual(seen?.['targets'], [{ id, ...target }]);
    assert.ok(!JSON.stringify(seen).includes('s3cret'));
    assert.ok(!JSON.stringify(seen).includes('whsec'));
    assert.deepEqual(await read('alert_secrets', alert_id), {
      targets: { [id]: { kind: 'webhook', url: webhook.url, secrets: [{ secret }] } },
    });
    const { query, condition } = alert();
    assert.deepEqual(await watched(), [{ id: alert_id, query, condition }]);
  });

  it('change it, and keep the targets that they name', async () => {
    const { alert_id, targets } = await call('save', alert());
    const [kept] = targets;
    await call('silence', { alert_id, minutes: 60 });
    const mail = { kind: 'email', address: 'ops@example.com' };
    const changed = alert({ alert_id, query: 'timeout', targets: [{ id: kept?.id }, mail] });
    const { targets: now } = await call('save', changed);
    assert.deepEqual(
      now.map(({ label, secret }) => [label, secret]),
      [
        ['example.com', undefined],
        ['ops@example.com', undefined],
      ],
    );
    const secrets = await read('alert_secrets', alert_id);
    assert.equal(secrets?.['targets'][kept?.id ?? ''].secrets[0].secret, kept?.secret);
    const seen = await read('alerts', alert_id);
    assert.equal(seen?.['query'], 'timeout');
    assert.ok(seen?.['silenced_until']);
    assert.ok(seen?.['created_at'].toMillis() < seen?.['updated_at'].toMillis());
    assert.equal((await watched())?.length, 1);
    // Counts of the old query do not apply to the new one.
    assert.ok((await read('alert_states', alert_id))?.['counted_to']);
    await call('save', { ...changed, targets: [mail] });
    assert.equal(Object.keys((await read('alert_secrets', alert_id))?.['targets']).length, 1);
  });

  it('make an alert wait for no log from the moment they say so', async () => {
    const condition = { kind: 'none', minutes: 30 };
    const { alert_id } = await call('save', alert({ query: '', condition }));
    const absence = await read('alert_absences', alert_id);
    assert.equal(absence?.['due_at'].toMillis() - absence?.['seen_at'].toMillis(), 30 * 60_000);
    await call('save', alert({ alert_id, targets: [webhook] }));
    assert.equal(await read('alert_absences', alert_id), undefined);
  });

  it('silence it for a while, and end that', async () => {
    const { alert_id } = await call('save', alert());
    const { silenced_until = '' } = await call('silence', { alert_id, minutes: 90 });
    const minutes = (Date.parse(silenced_until) - Date.now()) / 60_000;
    assert.ok(minutes > 89 && minutes < 91);
    assert.deepEqual(await call('silence', { alert_id, minutes: 0 }), { alert_id });
    assert.equal((await read('alerts', alert_id))?.['silenced_until'], undefined);
  });

  it('test it, but only so often', async () => {
    const { alert_id, targets } = await call('save', alert());
    const { notice_id } = await call('test', { alert_id });
    const notice = await read('alert_notices', notice_id);
    assert.equal(notice?.['is_test'], true);
    assert.deepEqual(Object.keys(notice?.['deliveries']), [targets[0]?.id]);
    assert.deepEqual(
      sent.filter(({ tenant_id }) => tenant_id === tenant),
      [{ version: 1, tenant_id: tenant, notice_id, target_id: targets[0]?.id }],
    );
    await assert.rejects(call('test', { alert_id }), { code: 'failed-precondition' });
    // Nor does a change allow more.
    await call('save', alert({ alert_id, targets: [{ id: targets[0]?.id }] }));
    await assert.rejects(call('test', { alert_id }), { code: 'failed-precondition' });
  });

  it('rotate the secret of a webhook, which signs beside the new one for a day', async () => {
    const { alert_id, targets } = await call('save', alert());
    const target_id = targets[0]?.id ?? '';
    const { secret, old_until } = await call('rotate', { alert_id, target_id });
    const stored = (await read('alert_secrets', alert_id))?.['targets'][target_id].secrets;
    assert.deepEqual(
      stored.map((one: { secret: string }) => one.secret),
      [secret, targets[0]?.secret],
    );
    assert.equal(stored[1].until.toDate().toISOString(), new Date(old_until).toISOString());
    const hours = (Date.parse(old_until) - Date.now()) / 3_600_000;
    assert.ok(hours > 23 && hours < 25);
    // Nobody kept the new one: receivers that still have the first are not shut out.
    const again = await call('rotate', { alert_id, target_id });
    const after = (await read('alert_secrets', alert_id))?.['targets'][target_id].secrets;
    assert.deepEqual(
      after.map((one: { secret: string }) => one.secret),
      [again.secret, secret, targets[0]?.secret],
    );
    assert.deepEqual(after[2].until, stored[1].until);
    const other = { alert_id, target_id: randomUUID() };
    await assert.rejects(call('rotate', other), { code: 'not-found' });
  });

  it('delete it with all but its notices', async () => {
    const { alert_id } = await call('save', alert({ condition: { kind: 'none', minutes: 5 } }));
    const { notice_id } = await call('test', { alert_id });
    await call('remove', { alert_id });
    for (const collection of ['alerts', 'alert_secrets', 'alert_states', 'alert_absences']) {
      assert.equal(await read(collection, alert_id), undefined, collection);
    }
    assert.ok(await read('alert_notices', notice_id));
    assert.deepEqual(await watched(), []);
    for (const name of ['remove', 'test'] as const) {
      await assert.rejects(call(name, { alert_id }), { code: 'not-found' });
    }
    await assert.rejects(call('silence', { alert_id, minutes: 5 }), { code: 'not-found' });
    await assert.rejects(call('save', alert({ alert_id })), { code: 'not-found' });
  });

  it('have a bounded number of alerts', async () => {
    // One after another: each changes the tenant's document.
    for (let made = 0; made < MAX_ALERTS; made += 1) await call('save', alert());
    await assert.rejects(call('save', alert()), {
      code: 'failed-precondition',
      message: `There are ${MAX_ALERTS} alerts already: delete one first.`,
    });
    assert.equal((await watched())?.length, MAX_ALERTS);
  });

  it('have none in a tenant that does not exist, is suspended or was deleted', async () => {
    tenant = newTenant();
    await assert.rejects(call('save', alert()), { code: 'failed-precondition', message: /set up/ });
    await tenants.create(tenant, '');
    await tenants.setSuspended(tenant, true);
    await assert.rejects(call('save', alert()), { message: /suspended/ });
    await tenants.setSuspended(tenant, false);
    await call('save', alert());
    await tenants.delete(tenant, () => {});
    const left = await firestore.doc(`tenants/${tenant}`).listCollections();
    assert.deepEqual(
      left.map(({ id }) => id),
      [],
    );
  });

  for (const [what, more, message] of [
    ['a query that asks for all', { query: '' }, /^query: must not match every log/],
    ['a query that is none', { query: '(refused' }, /^query: At character/],
    ['a query of a page', { query: 'x'.repeat(1_001) }, /^query: must have at most 1000/],
    ['a name of lines', { name: 'a\nb' }, /^name: must be one line/],
    ['no name', { name: ' ' }, /^name: must not be empty/],
    [
      'a threshold of 0',
      { condition: { kind: 'count', matches: 0, minutes: 5 } },
      /^condition.matches: must be 1 or more/,
    ],
    [
      'a threshold of half a log',
      { condition: { kind: 'count', matches: 0.5, minutes: 5 } },
      /^condition.matches: must be a whole number/,
    ],
    [
      'a threshold beyond what is counted',
      { condition: { kind: 'count', matches: 10_001, minutes: 5 } },
      /^condition.matches: must be at most 10000/,
    ],
    [
      'minutes beyond a day',
      { condition: { kind: 'count', matches: 1, minutes: 1_441 } },
      /^condition.minutes: must be at most 1440/,
    ],
    ['an unknown condition', { condition: { kind: 'some', minutes: 5 } }, /^condition/],
    ['no quiet time', { quiet_minutes: 0 }, /^quiet_minutes: must be 1 or more/],
    ['no target', { targets: [] }, /^targets: must name at least one target/],
    [
      'six targets',
      { targets: Array.from({ length: 6 }, () => webhook) },
      /^targets: must be at most 5/,
    ],
    [
      'a target of another alert',
      { targets: [webhook, { id: randomUUID() }] },
      /^targets\.1: the alert has no such target/,
    ],
    [
      'an address of the machine’s own network',
      { targets: [{ kind: 'webhook', url: 'https://169.254.169.254/latest' }] },
      /^targets\.0: leads to an address that is not on the public internet/,
    ],
    ['a field of its own', { id: 'x' }, /takes these fields and no others/],
  ] as const) {
    it(`refuse ${what}`, async () => {
      await assert.rejects(call('save', alert(more)), { code: 'invalid-argument', message });
      assert.equal(await watched(), undefined);
    });
  }
});
