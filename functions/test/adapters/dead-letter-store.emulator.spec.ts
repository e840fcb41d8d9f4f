import assert from 'node:assert/strict';

import { createDeadLetterStore } from '../../src/adapters/dead-letter-store.js';
import { createReadStatus } from '../../src/adapters/log-status-store.js';
import { toRecord } from '../../src/dead-letter/to-record.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { logMessage } from '../../../harness/support/messages.js';

describe('dead letters in Firestore', function () {
  const firestore = emulatedFirestore();
  const store = createDeadLetterStore(20_000, firestore);
  const readStatus = createReadStatus(20_000, () => Promise.resolve(firestore));
  const LATER = { seconds: 4_000_000_000, nanos: 0 };

  after(() => firestore.terminate());

  const letterOf = (tenant: string, publishTime = '2026-01-15T10:30:00.000001Z') =>
    toRecord({
      messageId: '1',
      publishTime,
      data: Buffer.from(JSON.stringify(logMessage(tenant, { log_id: 'l1', text: 'x' }))),
      attributes: { CloudPubSubDeadLetterSourceDeliveryCount: '5' },
    });
  const versionOf = async (letter: ReturnType<typeof letterOf>) => {
    const state = await store.readState(letter);
    assert.ok(state !== undefined);
    return state.version;
  };

  it('are created once, and read while they are on their way', async () => {
    const letter = letterOf(newTenant());
    assert.equal(await store.readState(letter), undefined);
    const version = await store.create(letter);
    assert.ok(version !== undefined);
    assert.equal(await store.create(letter), undefined);
    assert.deepEqual(await store.readState(letter), {
      rounds: 0,
      dead_at: letter.document.dead_at,
      version,
    });
  });

  it('say that they were sent back, and that they came back', async () => {
    const tenant = newTenant();
    const letter = letterOf(tenant);
    await store.create(letter);
    await store.markHealed(letter, 1, LATER, await versionOf(letter));
    const healed = await store.get(tenant, letter.id);
    assert.equal(healed?.document.rounds, 1);
    assert.notEqual(healed.document.replayed_at, undefined);
    assert.equal(healed.document.payload, letter.document.payload);

    const again = letterOf(tenant, '2026-01-15T10:40:00Z');
    await store.markReturned({ ...again, id: letter.id }, 1, await versionOf(letter));
    const { rounds, replayed_at, dead_at } = (await store.get(tenant, letter.id))!.document;
    assert.deepEqual([rounds, replayed_at, dead_at], [1, undefined, again.document.dead_at]);
    const document = await firestore.doc(`tenants/${tenant}/dead_letters/${letter.id}`).get();
    assert.equal(document.get('expires_at'), undefined);
  });

  it('are not marked if somebody else changed them first', async () => {
    const tenant = newTenant();
    const letter = letterOf(tenant);
    await store.create(letter);
    const version = await versionOf(letter);
    await store.markReturned(letter, 1, version);
    await store.markHealed(letter, 1, LATER, version);
    assert.equal((await store.readState(letter))?.replayed_at, undefined);
    await assert.rejects(store.markReturned(letter, 2, version));
    await store.remove(letter);
    await store.markHealed(letter, 1, LATER, version);
    assert.equal(await store.readState(letter), undefined);
  });

  it('do not decide a log’s status once they have been sent back automatically', async () => {
    const tenant = newTenant();
    const letter = letterOf(tenant);
    await store.create(letter);
    assert.equal((await readStatus(tenant, 'l1')).deadLetter?.reason, 'attempts_exhausted');
    await store.markHealed(letter, 1, LATER, await versionOf(letter));
    assert.deepEqual(await readStatus(tenant, 'l1'), {});
  });
});
