import assert from 'node:assert/strict';

import { createRandom } from '../../../../harness/support/random.js';
import {
  type Scenario,
  type SimulatedTenant,
  simulateOutage,
} from '../../../../scripts/measure/outage/simulate.js';

const small = (index: number): SimulatedTenant => ({
  name: `small ${index}`,
  logsPerSecond: 10,
  shards: 1,
});

const run = (tenants: SimulatedTenant[], more: Partial<Scenario> = {}) =>
  simulateOutage(
    {
      tenants,
      outageSeconds: 900,
      logsPerMessage: 10,
      healRounds: 3,
      healWaitSeconds: 300,
      mostSeconds: 1_200,
      ...more,
    },
    createRandom(1),
  );

describe('the simulated outage', () => {
  it('heals everything, and stores fresh logs at once in the meantime', () => {
    const { tenants, curve } = run([1, 2, 3].map(small));
    for (const { homeAfterSeconds, stay } of tenants) {
      assert.ok(homeAfterSeconds !== undefined && homeAfterSeconds <= 300);
      assert.equal(stay, 0);
    }
    const later = curve.filter(({ second }) => second >= 60);
    assert.ok(later.length > 0);
    for (const { freshAtOnce } of later) assert.equal(freshAtOnce, 1);
  });

  it('delays no tenant because of one that exceeds its index’s limit', () => {
    const heavyToo = [...[1, 2, 3].map(small), { name: 'heavy', logsPerSecond: 700, shards: 1 }];
    const { tenants } = run(heavyToo, { logsPerMessage: 50, mostSeconds: 600 });
    const [heavy] = tenants.splice(3);
    assert.equal(heavy?.homeAfterSeconds, undefined);
    for (const { homeAfterSeconds } of tenants) {
      assert.ok(homeAfterSeconds !== undefined && homeAfterSeconds <= 600);
    }
  });

  it('sends back as much as a tenant’s shards can take', () => {
    const home = (shards: number) => {
      const outcome = run([{ name: 'large', logsPerSecond: 300, shards }], { mostSeconds: 3_600 });
      return outcome.tenants[0]?.homeAfterSeconds ?? Infinity;
    };
    assert.ok(home(4) < home(1));
  });

  it('leaves everything to a person if healing is off', () => {
    const { tenants } = run([small(1)], { healRounds: 0 });
    assert.ok((tenants[0]?.stay ?? 0) > 5_000);
  });
});
