import assert from 'node:assert/strict';

import { tenantSchema } from '../../../src/contract/tenant.js';
import { type AdmitDeps, createAdmit } from '../../../src/ingest/admission/admit.js';
import type { Problem } from '../../../src/ingest/http/problem.js';
import type { Amount } from '../../../src/tenants/quotas.js';

function admission(deps: Partial<AdmitDeps> = {}) {
  const quotas: Amount[] = [];
  const admit = createAdmit({
    findTenant: () => Promise.resolve(undefined),
    takeQuota: (_tenant, _cost, quota) => {
      quotas.push(quota);
      const remaining = { requests: 41.5, bytes: 900, logs: 7 };
      return Promise.resolve({ allowed: true, remaining, resetSeconds: 7 });
    },
    defaultQuota: { requests_per_minute: 100, bytes_per_minute: 1000, logs_per_minute: 50 },
    ...deps,
  });
  return { admit, quotas };
}

const COST = { requests: 1, bytes: 10, logs: 1 };

describe('admit', () => {
  it('reports the quota and what is left of it', async () => {
    assert.deepEqual(await admission().admit('acme', COST), {
      'ratelimit-policy':
        '"requests";q=100;w=60, "bytes";q=1000;qu="content-bytes";w=60, "logs";q=50;w=60',
      ratelimit: '"requests";r=41;t=7, "bytes";r=900;t=7, "logs";r=7;t=7',
    });
  });

  it('a tenant’s own quota replaces the default, part by part', async () => {
    const tenant = tenantSchema.parse({ settings: { quota: { requests_per_minute: 5 } } });
    const { admit, quotas } = admission({ findTenant: () => Promise.resolve(tenant) });
    await admit('acme', COST);
    assert.deepEqual(quotas, [{ requests: 5, bytes: 1000, logs: 50 }]);
  });

  it('a tenant may send as many logs as its shards can store, unless its own quota differs', async () => {
    const sharded = (settings: object) => () =>
      Promise.resolve(tenantSchema.parse({ settings: { shards: 4, ...settings } }));
    const { admit, quotas } = admission({ findTenant: sharded({}) });
    await admit('acme', COST);
    const own = admission({ findTenant: sharded({ quota: { logs_per_minute: 60 } }) });
    await own.admit('acme', COST);
    const unlimited = admission({
      findTenant: sharded({}),
      defaultQuota: { requests_per_minute: 1, bytes_per_minute: 0, logs_per_minute: 0 },
    });
    await unlimited.admit('acme', COST);
    assert.deepEqual(
      [quotas, own.quotas, unlimited.quotas].map(([quota]) => quota?.logs),
      [200, 60, 0],
    );
  });

  it('leases nothing if there is no limit', async () => {
    const defaultQuota = { requests_per_minute: 0, bytes_per_minute: 0, logs_per_minute: 0 };
    const { admit, quotas } = admission({ defaultQuota });
    assert.deepEqual(await admit('acme', COST), {});
    assert.deepEqual(quotas, []);
  });

  it('refuses a suspended tenant', async () => {
    const tenant = tenantSchema.parse({ suspended: true });
    const { admit } = admission({ findTenant: () => Promise.resolve(tenant) });
    await assert.rejects(admit('acme', COST), { code: 'forbidden' });
  });

  it('admits a tenant under the defaults if it cannot look it up', async () => {
    const { admit, quotas } = admission({ findTenant: () => Promise.reject(new Error('down')) });
    await admit('acme', COST);
    assert.deepEqual(quotas, [{ requests: 100, bytes: 1000, logs: 50 }]);
  });

  it('answers 429 for a used-up quota, with the time to retry', async () => {
    const remaining = { requests: 3, bytes: 5, logs: 0 };
    const { admit } = admission({
      takeQuota: () =>
        Promise.resolve({ allowed: false, lacking: 'logs', remaining, resetSeconds: 33 }),
    });
    await assert.rejects(admit('acme', COST), (problem: Problem) => {
      assert.equal(problem.code, 'too_many_requests');
      assert.equal(problem.limit, 'logs');
      assert.match(problem.message, /quota of 100 requests, 1000 bytes, and 50 logs a minute/);
      assert.equal(problem.headers['retry-after'], '33');
      assert.match(problem.headers['ratelimit'] ?? '', /^"requests";r=0;t=33/);
      return true;
    });
  });
});
