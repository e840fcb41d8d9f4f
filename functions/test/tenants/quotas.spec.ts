import assert from 'node:assert/strict';

import { type Amount, createQuotas, type LeaseRequest } from '../../src/tenants/quotas.js';

/** Leases as the store gives them out, for as many instances as are made. */
function world(limits: Amount) {
  const state = { now: 0, leases: 0, isDown: false, used: new Map<string, Amount>() };
  const lease = async ({ tenantId, minute, want, cost }: LeaseRequest) => {
    state.leases += 1;
    await Promise.resolve();
    if (state.isDown) throw new Error('Firestore is down');
    const used = state.used.get(`${tenantId} ${minute}`) ?? { requests: 0, bytes: 0, logs: 0 };
    const granted = { requests: 0, bytes: 0, logs: 0 };
    const left = { requests: 0, bytes: 0, logs: 0 };
    for (const kind of ['requests', 'bytes', 'logs'] as const) {
      const limit = limits[kind] || Infinity;
      const free = Math.max(0, limit - used[kind]);
      granted[kind] = cost[kind] > limit && free > 0 ? cost[kind] : Math.min(want[kind], free);
      used[kind] += granted[kind];
      left[kind] = limit - used[kind];
    }
    state.used.set(`${tenantId} ${minute}`, used);
    return { granted, left };
  };
  const instance = () => createQuotas(lease, () => state.now);
  const take = async (quotas: ReturnType<typeof createQuotas>, times: number, bytes = 1) => {
    let allowed = 0;
    for (let i = 0; i < times; i += 1) {
      if ((await quotas('acme', { requests: 1, bytes, logs: 0 }, limits)).allowed) allowed += 1;
    }
    return allowed;
  };
  return { state, instance, take };
}

describe('quotas', () => {
  it('admit exactly the quota of a minute, and again in the next one', async () => {
    const { state, instance, take } = world({ requests: 1000, bytes: 0, logs: 0 });
    const quotas = instance();
    assert.equal(await take(quotas, 1500), 1000);
    state.now = 60_000;
    assert.equal(await take(quotas, 1500), 1000);
  });

  it('cost at most 25 leases a minute, however many requests come', async () => {
    const { state, instance, take } = world({ requests: 100_000, bytes: 0, logs: 0 });
    assert.equal(await take(instance(), 110_000), 100_000);
    assert.ok(state.leases <= 25, String(state.leases));
  });

  it('are shared by instances, to the last token', async () => {
    const { instance, take } = world({ requests: 1000, bytes: 0, logs: 0 });
    const instances = [instance(), instance(), instance()];
    const allowed = await Promise.all(instances.map((quotas) => take(quotas, 900)));
    assert.equal(
      allowed.reduce((sum, count) => sum + count, 0),
      1000,
    );
    assert.ok(allowed.every((count) => count > 200));
  });

  it('are not hoarded by instances that hardly use them', async () => {
    const { instance, take } = world({ requests: 10_000, bytes: 0, logs: 0 });
    const idle = Array.from({ length: 60 }, instance);
    assert.deepEqual(
      new Set(await Promise.all(idle.map((quotas) => take(quotas, 1)))),
      new Set([1]),
    );
    assert.ok((await take(instance(), 10_000)) > 6_000);
  });

  it('count bytes too', async () => {
    const { instance, take } = world({ requests: 0, bytes: 10_000, logs: 0 });
    const quotas = instance();
    assert.equal(await take(quotas, 100, 999), 10);
    assert.equal(await take(quotas, 100, 10), 1);
  });

  it('admit a request larger than a whole minute once, and say when there is room again', async () => {
    const { instance, take } = world({ requests: 100, bytes: 1000, logs: 0 });
    const quotas = instance();
    assert.equal(await take(quotas, 5, 3500), 1);
    const limits = { requests: 100, bytes: 1000, logs: 0 };
    const { allowed, resetSeconds } = await quotas(
      'acme',
      { requests: 1, bytes: 1, logs: 1 },
      limits,
    );
    assert.equal(allowed, false);
    // Two minutes more are paid for already, and half of a third.
    assert.equal(resetSeconds, 180);
  });

  it('count logs too', async () => {
    const limits = { requests: 0, bytes: 0, logs: 1000 };
    const quotas = world(limits).instance();
    const send = async (logs: number) =>
      (await quotas('acme', { requests: 1, bytes: 1, logs }, limits)).allowed;
    assert.deepEqual([await send(999), await send(2), await send(1)], [true, false, true]);
  });

  it('apply to each tenant separately', async () => {
    const { instance, take } = world({ requests: 10, bytes: 0, logs: 0 });
    const quotas = instance();
    await take(quotas, 100);
    const other = await quotas(
      'beta',
      { requests: 1, bytes: 1, logs: 0 },
      { requests: 10, bytes: 0, logs: 0 },
    );
    assert.equal(other.allowed, true);
  });

  it('lease nothing without a limit', async () => {
    const { state, instance, take } = world({ requests: 0, bytes: 0, logs: 0 });
    assert.equal(await take(instance(), 1000), 1000);
    assert.equal(state.leases, 0);
  });

  it('say what remains, and when the next minute begins', async () => {
    const { state, instance } = world({ requests: 100, bytes: 0, logs: 0 });
    state.now = 45_500;
    const quotas = instance();
    const ask = () =>
      quotas('acme', { requests: 1, bytes: 1, logs: 0 }, { requests: 100, bytes: 0, logs: 0 });
    assert.deepEqual((await ask()).remaining.requests, 99);
    assert.equal((await ask()).resetSeconds, 15);
  });

  it('let each instance admit a tenth while Firestore is down, and ask every few seconds', async () => {
    const { state, instance, take } = world({ requests: 1000, bytes: 0, logs: 0 });
    state.isDown = true;
    const quotas = instance();
    assert.equal(await take(quotas, 500), 100);
    assert.equal(state.leases, 1);
    state.isDown = false;
    state.now = 5_000;
    assert.equal(await take(quotas, 2000), 1000);
  });
});
