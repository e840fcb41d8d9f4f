import assert from 'node:assert/strict';

import { Timestamp } from 'firebase-admin/firestore';

import { createListKeys } from '../../src/adapters/tenant-store.js';
import { KeyRoster } from '../../src/tenants/key-roster.js';
import { emulatedDocuments, emulatedFirestore } from '../../../harness/support/firestore.js';

/** Later than all keys of other tests, which share the database. */
const AT = Date.UTC(2200, 0, 1);

describe('the list of keys in Firestore', () => {
  const firestore = emulatedFirestore();
  const listKeys = createListKeys(10_000, emulatedDocuments());
  // Three keys per time, so that pages end between equal times.
  const keys = Array.from({ length: 10 }, (_, n) => ({
    hash: `roster-${process.pid}-${n}`,
    createdAt: new Date(AT + Math.floor(n / 3) * 1_000).toISOString(),
  }));
  const hashesOf = (listed: { hash: string }[]) => listed.map(({ hash }) => hash);

  before(async () => {
    const batch = firestore.batch();
    for (const { hash, createdAt } of keys) {
      const created_at = Timestamp.fromMillis(Date.parse(createdAt));
      batch.set(firestore.doc(`api_keys/${hash}`), { tenant_id: 'acme', label: 'x', created_at });
    }
    await batch.commit();
  });

  after(async () => {
    await Promise.all(keys.map(({ hash }) => firestore.doc(`api_keys/${hash}`).delete()));
    await firestore.terminate();
  });

  it('is in order of creation, in pages that leave none out', async () => {
    const from = new Date(AT).toISOString();
    const found: string[] = [];
    for (let page = await listKeys({ from }, 4); page.length > 0;) {
      found.push(...hashesOf(page));
      const after = page.at(-1);
      page = after === undefined ? [] : await listKeys({ from, after }, 4);
    }
    assert.deepEqual(found, hashesOf(keys));
  });

  it('tells a roster which keys there are', async () => {
    const roster = new KeyRoster(listKeys);
    assert.equal(await roster.has(keys[9]?.hash ?? ''), true);
    assert.equal(await roster.has('made up'), false);
  });
});
