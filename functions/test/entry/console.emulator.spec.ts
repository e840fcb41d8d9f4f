import assert from 'node:assert/strict';

import type { CallableFunction, CallableRequest } from 'firebase-functions/https';

import { createTenantAdmin } from '../../src/adapters/tenant-admin.js';
import * as functions from '../../src/index.js';
import { emulatedAuth } from '../../../harness/support/auth.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { logMessage } from '../../../harness/support/messages.js';

/** The exported functions themselves, called as the runtime calls them once a token is verified. */
describe('the console’s functions', function () {
  const firestore = emulatedFirestore();
  const tenants = createTenantAdmin(firestore);
  const letters = (tenant: string) => firestore.collection(`tenants/${tenant}/dead_letters`);
  let tenant: string;
  let uid: string;

  beforeEach(async () => {
    tenant = newTenant();
    ({ uid } = await emulatedAuth().createUser({}));
    await emulatedAuth().setCustomUserClaims(uid, { tenant_id: tenant, role: 'admin' });
  });

  after(() => firestore.terminate());

  function call<Input, Output>(called: CallableFunction<Input, Output>, data: Input): Output {
    const auth_time = Math.ceil(Date.now() / 1000) + 1;
    const token = { tenant_id: tenant, role: 'admin', auth_time };
    const request = { auth: { uid, token }, data };
    return called.run(request as unknown as CallableRequest<Input>);
  }

  /** A message of one log, as Pub/Sub forwards it to the dead letters. */
  async function newLetter(id: string, fields: object = {}): Promise<{ dead_letter_id: string }> {
    const payload = JSON.stringify(logMessage(tenant, { log_id: 'l1', text: 'a log' }));
    const times = { received_at: new Date(), dead_at: new Date() };
    await letters(tenant)
      .doc(id)
      .set({
        reason: 'attempts_exhausted',
        payload,
        payload_encoding: 'utf8',
        ...times,
        ...fields,
      });
    return { dead_letter_id: id };
  }

  it('share searches, change and delete them', async () => {
    await tenants.create(tenant, '');
    const searches = firestore.collection(`tenants/${tenant}/searches`);
    const first = { name: ' Timeouts of the shop ', query: 'timeout service=shop' };
    const { search_id } = await call(functions.saveSearch, first);
    const saved = await searches.doc(search_id).get();
    assert.equal(saved.get('name'), 'Timeouts of the shop');
    assert.equal(saved.get('query'), first.query);
    assert.ok(saved.get('saved_at'));
    const changed = { search_id, name: 'Timeouts', query: 'timeout' };
    assert.deepEqual(await call(functions.saveSearch, changed), { search_id });
    assert.equal((await searches.doc(search_id).get()).get('query'), 'timeout');
    assert.equal((await searches.get()).size, 1);
    await call(functions.deleteSearch, { search_id });
    assert.equal((await searches.get()).size, 0);
    for (const again of [
      call(functions.deleteSearch, { search_id }),
      call(functions.saveSearch, changed),
    ]) {
      await assert.rejects(again, { code: 'not-found', message: 'No such search.' });
    }
  });

  it('refuse a malformed search, and more searches than a menu can show', async () => {
    await tenants.create(tenant, '');
    for (const [query, message] of [
      ['(timeout', /^query: At character 9, expected the closing bracket/],
      ['x'.repeat(4_001), /^query: must have at most 4000 characters/],
      [' ', /^query: must not be empty/],
    ] as const) {
      const attempt = call(functions.saveSearch, { name: 'x', query });
      await assert.rejects(attempt, (error: Error) => message.test(error.message));
    }
    const names = ['', 'two\nlines', 'turned \u202e', 'x'.repeat(101)];
    for (const name of names) {
      const attempt = call(functions.saveSearch, { name, query: 'timeout' });
      await assert.rejects(attempt, { code: 'invalid-argument' });
    }
    const batch = firestore.batch();
    for (let n = 0; n < 100; n += 1) {
      batch.set(firestore.doc(`tenants/${tenant}/searches/s${n}`), { name: 'x', query: 'x' });
    }
    await batch.commit();
    const more = call(functions.saveSearch, { name: 'x', query: 'timeout' });
    await assert.rejects(more, { code: 'failed-precondition' });
  });

  it('make, list and end keys', async () => {
    await tenants.create(tenant, '');
    const { key, ...made } = await call(functions.createApiKey, { label: 'web' });
    assert.match(key, /^uig_/);
    assert.deepEqual(await call(functions.listApiKeys, {}), { keys: [made] });
    const { key_id } = made;
    assert.ok((await call(functions.revokeApiKey, { key_id })).revoked_at);
    const unknown = call(functions.revokeApiKey, { key_id: '0123456789ab' });
    await assert.rejects(unknown, { code: 'not-found', message: 'No such key.' });
  });

  it('replay a letter, and discard one', async () => {
    const input = await newLetter('d1');
    assert.deepEqual((await call(functions.replayDeadLetter, input)).log_ids, ['l1']);
    const again = call(functions.replayDeadLetter, input);
    await assert.rejects(again, { code: 'failed-precondition', message: /replayed before/ });
    assert.deepEqual(await call(functions.discardDeadLetter, input), input);
    for (const called of [functions.replayDeadLetter, functions.discardDeadLetter]) {
      const attempt = call<typeof input, Promise<unknown>>(called, input);
      await assert.rejects(attempt, { code: 'not-found', message: /no such dead letter/i });
    }
  });

  it('say why a letter cannot be replayed', async () => {
    const conflict = await newLetter('d1', { reason: 'log_id_conflict' });
    await assert.rejects(call(functions.replayDeadLetter, conflict), {
      code: 'failed-precondition',
      message: /with new_log_id/,
    });
    const cut = await newLetter('d2', { payload_truncated: true });
    await assert.rejects(call(functions.replayDeadLetter, cut), {
      code: 'failed-precondition',
      message: /was not found this time/,
    });
  });

  it('make no keys for a tenant that does not exist', async () => {
    for (const attempt of [
      call(functions.listApiKeys, {}),
      call(functions.createApiKey, { label: 'x' }),
    ]) {
      await assert.rejects(attempt, { code: 'failed-precondition', message: /not set up yet/ });
    }
  });

  it('refuse calls for a suspended tenant', async () => {
    await tenants.create(tenant, '');
    await tenants.setSuspended(tenant, true);
    const attempt = call(functions.createApiKey, { label: 'x' });
    await assert.rejects(attempt, { code: 'failed-precondition', message: /is suspended/ });
  });

  it('do not accept a deleted user', async () => {
    await emulatedAuth().deleteUser(uid);
    await assert.rejects(call(functions.listApiKeys, {}), { code: 'unauthenticated' });
  });
});
