import assert from 'node:assert/strict';

import { createPace, type Pace } from '../../src/dead-letter/pace.js';
import {
  HEALING_RATE,
  HEALING_RATE_PER_SHARD,
  HEALING_WAIT_MS,
  MAX_WAITING_FOR_TENANT,
} from '../../src/limits.js';

const MINUTE = 60_000;

const of = (tenantId: string, logs: number, shards = 1) => ({ tenantId, logs, shards });

/** Logs sent within `ms`, if each tenant always has a next message of `size` logs. */
function drain(
  pace: Pace,
  tenants: readonly (readonly [name: string, shards: number])[],
  { from, ms, size = 10 }: { from: number; ms: number; size?: number },
) {
  const sent = new Map(tenants.map(([tenant]) => [tenant, 0]));
  for (let now = from; now < from + ms; now += 100) {
    for (const [tenant, shards] of tenants) {
      while (pace.reserve(of(tenant, size, shards), now) !== undefined) {
        sent.set(tenant, (sent.get(tenant) ?? 0) + size);
      }
    }
  }
  return sent;
}

const plain = (count: number) =>
  Array.from({ length: count }, (_, index) => [`t${index}`, 1] as const);

const sum = (sent: Map<string, number>) =>
  [...sent.values()].reduce((total, count) => total + count, 0);

const near = (value: number | undefined, wanted: number) =>
  assert.ok(
    value !== undefined && Math.abs(value - wanted) < wanted * 0.15,
    `${value} is not near ${wanted}`,
  );

describe('the pace of healing', () => {
  it('sends the first message at once, and the next once the logs before it are through', () => {
    const pace = createPace(1);
    assert.equal(pace.reserve(of('a', 250), 0), 0);
    assert.equal(pace.reserve(of('a', 1), 0), 1_000);
    assert.equal(pace.reserve(of('b', 1), 0), 502);
  });

  it('refuses a turn too far in the future, and uses nothing up', () => {
    const pace = createPace(1);
    pace.reserve(of('a', HEALING_RATE_PER_SHARD * 10), 0);
    for (let tries = 0; tries < 100; tries += 1) {
      assert.equal(pace.reserve(of('a', 500), 0), undefined);
    }
    assert.equal(pace.reserve(of('a', 1), 10_000 - HEALING_WAIT_MS), HEALING_WAIT_MS);
  });

  it('sends logs of many tenants back at 500 a second in total, divided by the instances', () => {
    for (const instances of [1, 4]) {
      const sent = drain(createPace(instances), plain(4), { from: 0, ms: MINUTE });
      near(sum(sent), (HEALING_RATE.first * 60) / instances);
    }
  });

  it('gives a single tenant half of what its index can take', () => {
    const sent = drain(createPace(1), plain(1), { from: 0, ms: MINUTE });
    near(sum(sent), HEALING_RATE_PER_SHARD * 60);
  });

  it('multiplies that by a tenant’s shards, up to the total for all tenants', () => {
    for (const [shards, perSecond] of [
      [2, 2 * HEALING_RATE_PER_SHARD],
      [10, HEALING_RATE.first * HEALING_RATE.growth ** 2],
    ] as const) {
      const pace = createPace(1);
      // Two steps up.
      for (const step of [0, 1, 2]) pace.reserve(of('a', 1, shards), step * 5 * MINUTE);
      const sent = drain(pace, [['a', shards]], { from: 10 * MINUTE + 1, ms: MINUTE });
      near(sum(sent), perSecond * 60);
    }
  });

  it('leaves half of the total to the others, however many shards one tenant has', () => {
    const pace = createPace(1);
    let small = 0;
    for (let now = 0; now < MINUTE; now += 100) {
      while (pace.reserve(of('big', 10, 20), now) !== undefined);
      if (pace.reserve(of('small', 20), now) !== undefined) small += 20;
    }
    // 200 a second, which is its whole share.
    near(small, 200 * 60);
  });

  it('bounds how many messages wait for their own tenants, however many tenants there are', () => {
    const pace = createPace(4);
    let waiting = 0;
    for (const tenant of ['a', 'b', 'c']) {
      for (let message = 0; message < 200; message += 1) {
        const turn = pace.reserve(of(tenant, 1), message / 1000);
        if (turn !== undefined && turn > 0) waiting += 1;
      }
    }
    // And a few that wait for the shared pace.
    assert.ok(waiting >= MAX_WAITING_FOR_TENANT && waiting < MAX_WAITING_FOR_TENANT + 10);
    // A message of another tenant is sent without waiting for any of them.
    const turn = pace.reserve(of('d', 1), 2_000);
    assert.equal(turn, 0);
  });

  it('grows by half every 5 minutes up to a bound, and starts over after an idle time', () => {
    const pace = createPace(1);
    const perSecond = (from: number) =>
      // Turns are reserved up to 5 s ahead.
      sum(drain(pace, plain(40), { from, ms: 20_000 })) / 25;
    drain(pace, plain(40), { from: 0, ms: 1_000 });
    let now = 0;
    for (const wanted of [750, 1_125, 1_687]) {
      now += 5 * MINUTE;
      // Steps go on as long as something heals.
      near(perSecond(now), wanted);
    }
    near(perSecond(now + 6 * MINUTE), HEALING_RATE.first);
  });

  it('never exceeds its bound', () => {
    const pace = createPace(1);
    for (let now = 0; now < 200 * MINUTE; now += 4 * MINUTE) pace.reserve(of('t0', 1), now);
    const sent = drain(pace, plain(60), { from: 200 * MINUTE, ms: 10_000, size: 100 });
    assert.ok(sum(sent) <= HEALING_RATE.most * 16, String(sum(sent)));
  });
});
