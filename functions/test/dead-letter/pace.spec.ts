import assert from 'node:assert/strict';

import { createPace, type Pace } from '../../src/dead-letter/pace.js';
import { HEALING_RATE, HEALING_RATE_PER_TENANT, HEALING_WAIT_MS } from '../../src/limits.js';

const MINUTE = 60_000;

/** Logs that go within `ms`, where each tenant always has a next message of `size` logs. */
function drain(pace: Pace, tenants: string[], from: number, ms: number, size = 10) {
  const sent = new Map(tenants.map((tenant) => [tenant, 0]));
  for (let now = from; now < from + ms; now += 100) {
    for (const tenant of tenants) {
      while (pace.reserve(tenant, size, now) !== undefined) {
        sent.set(tenant, (sent.get(tenant) ?? 0) + size);
      }
    }
  }
  return sent;
}

const near = (value: number | undefined, wanted: number) =>
  assert.ok(
    value !== undefined && Math.abs(value - wanted) < wanted * 0.15,
    `${value} is not near ${wanted}`,
  );

describe('the pace of healing', () => {
  it('lets the first message go at once and the next when the logs before it are through', () => {
    const pace = createPace(1);
    assert.equal(pace.reserve('a', 400, 0), 0);
    assert.equal(pace.reserve('a', 1, 0), 1_000);
    assert.equal(pace.reserve('b', 1, 0), 802);
  });

  it('refuses a turn that would take too long to come, and uses nothing up', () => {
    const pace = createPace(1);
    pace.reserve('a', HEALING_RATE_PER_TENANT * 10, 0);
    for (let tries = 0; tries < 100; tries += 1) assert.equal(pace.reserve('a', 500, 0), undefined);
    assert.equal(pace.reserve('a', 1, 10_000 - HEALING_WAIT_MS), HEALING_WAIT_MS);
  });

  it('sends many tenants back at 500 logs a second together, divided by the instances', () => {
    for (const instances of [1, 4]) {
      const tenants = ['a', 'b', 'c', 'd'];
      const sent = drain(createPace(instances), tenants, 0, MINUTE);
      const total = [...sent.values()].reduce((sum, count) => sum + count, 0);
      near(total, (HEALING_RATE.first * 60) / instances);
    }
  });

  it('gives a single tenant no more than its index can take', () => {
    near(drain(createPace(1), ['a'], 0, MINUTE).get('a'), HEALING_RATE_PER_TENANT * 60);
  });

  it('leaves half of the pace to other tenants, however much one tenant has', () => {
    const pace = createPace(1);
    let small = 0;
    for (let now = 0; now < MINUTE; now += 100) {
      while (pace.reserve('big', 10, now) !== undefined);
      if (pace.reserve('small', 20, now) !== undefined) small += 20;
    }
    // 200 a second, which is all that it has.
    near(small, 200 * 60);
  });

  it('grows by half every 5 minutes up to a bound, and starts over after a rest', () => {
    const tenants = Array.from({ length: 40 }, (_, index) => `t${index}`);
    const pace = createPace(1);
    const perSecond = (from: number) =>
      // Turns are taken up to 5 s ahead.
      [...drain(pace, tenants, from, 20_000).values()].reduce((sum, count) => sum + count, 0) / 25;
    drain(pace, tenants, 0, 1_000);
    let now = 0;
    for (const wanted of [750, 1_125, 1_687]) {
      now += 5 * MINUTE;
      // Steps go on as long as something heals.
      near(perSecond(now), wanted);
    }
    near(perSecond(now + 6 * MINUTE), HEALING_RATE.first);
  });

  it('never sends more than its bound', () => {
    const pace = createPace(1);
    for (let now = 0; now < 200 * MINUTE; now += 4 * MINUTE) pace.reserve('a', 1, now);
    const tenants = Array.from({ length: 60 }, (_, index) => `t${index}`);
    const sent = drain(pace, tenants, 200 * MINUTE, 10_000, 100);
    const total = [...sent.values()].reduce((sum, count) => sum + count, 0);
    assert.ok(total <= HEALING_RATE.most * 16, String(total));
  });
});
