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
      const remaining = { requests: 41.5, bytes: 900 };
      return Promise.resolve({ allowed: true, remaining, resetSeconds: 7 });
    },
    defaultQuota: { requests_per_minute: 100, bytes_per_minute: 1000 },
    ...deps,
  });
  return { admit, quotas };
}

describe('admit', () => {
  it('tells what the quota is and what is left of it', async () => {
    assert.deepEqual(await admission().admit('acme', 10), {
      'ratelimit-policy': '"requests";q=100;w=60, "bytes";q=1000;qu="content-bytes";w=60',
      ratelimit: '"requests";r=41;t=7, "bytes";r=900;t=7',
    });
  });

  it('takes a tenant’s own quota before the default, each part by itself', async () => {
    const tenant = tenantSchema.parse({ settings: { quota: { requests_per_minute: 5 } } });
    const { admit, quotas } = admission({ findTenant: () => Promise.resolve(tenant) });
    await admit('acme', 10);
    assert.deepEqual(quotas, [{ requests: 5, bytes: 1000 }]);
  });

  it('asks nobody where there is no limit', async () => {
    const defaultQuota = { requests_per_minute: 0, bytes_per_minute: 0 };
    const { admit, quotas } = admission({ defaultQuota });
    assert.deepEqual(await admit('acme', 10), {});
    assert.deepEqual(quotas, []);
  });

  it('turns a suspended tenant away', async () => {
    const tenant = tenantSchema.parse({ suspended: true });
    const { admit } = admission({ findTenant: () => Promise.resolve(tenant) });
    await assert.rejects(admit('acme', 10), { code: 'forbidden' });
  });

  it('lets in under the defaults whom it cannot look up', async () => {
    const { admit, quotas } = admission({ findTenant: () => Promise.reject(new Error('down')) });
    await admit('acme', 10);
    assert.deepEqual(quotas, [{ requests: 100, bytes: 1000 }]);
  });

  for (const [bytes, detail] of [
    [10, /quota of 100 requests and 1000 bytes a minute is used up/],
    [1001, /1001 bytes, more than the tenant may send in a whole minute \(1000\)/],
  ] as const) {
    it(`answers 429 for ${bytes} bytes, with when to come again`, async () => {
      const remaining = { requests: 3, bytes: 5 };
      const { admit } = admission({
        takeQuota: () => Promise.resolve({ allowed: false, remaining, resetSeconds: 33 }),
      });
      await assert.rejects(admit('acme', bytes), (problem: Problem) => {
        assert.equal(problem.code, 'too_many_requests');
        assert.match(problem.message, detail);
        assert.equal(problem.headers['retry-after'], '33');
        assert.match(problem.headers['ratelimit'] ?? '', /^"requests";r=0;t=33/);
        return true;
      });
    });
  }
});
