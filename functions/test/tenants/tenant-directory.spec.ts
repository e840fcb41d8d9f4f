import assert from 'node:assert/strict';

import { type Tenant, tenantSchema } from '../../src/contract/tenant.js';
import { createTenantDirectory } from '../../src/tenants/tenant-directory.js';

function directory(tenant: Tenant | undefined) {
  const state = { tenant, now: 0, reads: 0, isDown: false };
  const find = createTenantDirectory(
    () => {
      state.reads += 1;
      return state.isDown ? Promise.reject(new Error('down')) : Promise.resolve(state.tenant);
    },
    () => state.now,
  );
  return { state, find };
}

describe('the tenant directory', () => {
  const suspended = tenantSchema.parse({ suspended: true });

  it('reads a tenant once a minute, even one that does not exist', async () => {
    const { state, find } = directory(undefined);
    for (let i = 0; i < 100; i += 1) assert.equal(await find('acme'), undefined);
    assert.equal(state.reads, 1);
    state.tenant = suspended;
    state.now = 60_000;
    assert.equal((await find('acme'))?.suspended, true);
  });

  it('keeps using what it knew while Firestore is down, and asks every few seconds', async () => {
    const { state, find } = directory(suspended);
    await find('acme');
    state.isDown = true;
    state.now = 60_000;
    for (let i = 0; i < 100; i += 1) assert.equal((await find('acme'))?.suspended, true);
    assert.equal(state.reads, 2);
    state.isDown = false;
    state.tenant = undefined;
    state.now = 65_000;
    assert.equal(await find('acme'), undefined);
  });

  it('throws for a tenant that it never read, without asking for each request', async () => {
    const { state, find } = directory(suspended);
    state.isDown = true;
    for (let i = 0; i < 100; i += 1) await assert.rejects(find('acme'), /down/);
    assert.equal(state.reads, 1);
  });
});
