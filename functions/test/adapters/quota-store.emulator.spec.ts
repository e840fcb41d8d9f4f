import assert from 'node:assert/strict';

import { createLeaseQuota } from '../../src/adapters/quota-store.js';
import {
  emulatedDocuments,
  emulatedFirestore,
  newTenant,
} from '../../../harness/support/firestore.js';

const LIMITS = { requests: Infinity, bytes: Infinity, logs: 1_000 };
const logs = (count: number) => ({ requests: 0, bytes: 0, logs: count });

describe('leases of a quota', () => {
  const firestore = emulatedFirestore();
  const lease = createLeaseQuota(10_000, emulatedDocuments());
  after(() => firestore.terminate());

  const take = async (tenantId: string, minute: number, count: number) => {
    const cost = logs(count);
    const { granted } = await lease({ tenantId, minute, want: cost, cost, limits: LIMITS });
    return granted.logs;
  };

  it('count logs, although an earlier version did not write their number', async () => {
    const tenant = newTenant();
    await firestore.doc(`tenants/${tenant}/quota/minute`).set({ minute: 7, requests: 5, bytes: 5 });
    assert.equal(await take(tenant, 7, 900), 900);
    assert.equal(await take(tenant, 7, 900), 100);
    assert.equal(await take(tenant, 8, 900), 900);
  });

  it('charge a request larger than a minute’s quota to later minutes', async () => {
    const tenant = newTenant();
    assert.equal(await take(tenant, 1, 10), 10);
    assert.equal(await take(tenant, 1, 2_490), 2_490);
    assert.equal(await take(tenant, 2, 1), 0);
    assert.equal(await take(tenant, 3, 900), 500);
    assert.equal(await take(tenant, 4, 900), 900);
  });

  it('recover from a minute far in the future that a wrong clock wrote', async () => {
    const tenant = newTenant();
    assert.equal(await take(tenant, 1_000, 1_000), 1_000);
    assert.equal(await take(tenant, 7, 900), 900);
    assert.equal(await take(tenant, 7, 900), 100);
    // Clocks that differ a little count together.
    assert.equal(await take(tenant, 9, 1_000), 1_000);
    assert.equal(await take(tenant, 8, 1), 0);
  });
});
