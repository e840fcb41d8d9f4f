import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { createFindFiring, type Rest } from '../../src/alerts/find-firing.js';
import type { Between, MatchedBatch } from '../../src/alerts/store.js';
import { findWindow } from '../../src/alerts/window.js';

const MINUTE = 60_000;
const ALERT = { tenantId: 'acme', alertId: 'alert' };
const CONDITION = { kind: 'count', matches: 3, minutes: 5 } as const;

/** Batches of one log each, in memory, and the documents that were read of them. */
function memoryStore() {
  const stored = new Map<string, MatchedBatch>();
  const sorted = () => [...stored.values()].toSorted((a, b) => a.receivedAt - b.receivedAt);
  const within = ({ after, before }: Between) =>
    sorted().filter(({ receivedAt }) => receivedAt > after && receivedAt < before);
  const counted = (batches: MatchedBatch[]) =>
    batches.map(({ batch, receivedAt, logs }) => ({ batch, receivedAt, logs: logs.length }));
  let reads = 0;
  return {
    all: () => counted(sorted()),
    reads: () => reads,
    addMatches: (_alert: object, batch: MatchedBatch) => {
      stored.set(batch.batch, batch);
      return Promise.resolve();
    },
    countMatches: (_alert: object, between: Between) => Promise.resolve(within(between).length),
    listMatches: (_alert: object, between: Between, most: number) => {
      const found = counted(within(between)).slice(0, most);
      reads += found.length;
      return Promise.resolve(found);
    },
    readLines: () => Promise.resolve([]),
  };
}

function batchAt(minute: number, batch = `at ${minute}`): MatchedBatch {
  return { batch, receivedAt: minute * MINUTE, logs: [batch], lines: [] };
}

describe('createFindFiring', () => {
  const NEVER: Rest = { quietUntil: 0, countedTo: 0 };

  it('finds enough logs right after a quiet time that ends under load', async () => {
    const store = memoryStore();
    const find = createFindFiring(store);
    const rest = { quietUntil: 100 * MINUTE, countedTo: 40 * MINUTE };
    for (let minute = 96; minute < 100; minute += 0.01) {
      assert.equal(await find(ALERT, CONDITION, [batchAt(minute)], rest), undefined);
    }
    assert.equal(store.reads(), 0);
    const found = await find(ALERT, CONDITION, [batchAt(100.5)], rest);
    assert.equal(found?.count, 401);
    assert.equal(found?.to, 100.5 * MINUTE);
    assert.ok(store.reads() < 10, `${store.reads()}`);
  });

  it('finds current logs even if an old one arrives with them, as after an outage', async () => {
    const store = memoryStore();
    const find = createFindFiring(store);
    for (let minute = 100; minute < 160; minute += 4) {
      assert.equal(await find(ALERT, CONDITION, [batchAt(minute)], NEVER), undefined);
    }
    const items = [batchAt(90), batchAt(157), batchAt(158)];
    const found = await find(ALERT, CONDITION, items, NEVER);
    assert.equal(found?.count, 3);
  });

  it('finds enough logs whenever there are enough, in whatever order and batches they arrive', async () => {
    const minute = fc.integer({ min: 1, max: 60 });
    const runs = fc.array(fc.array(minute, { minLength: 1, maxLength: 4 }), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(runs, fc.integer({ min: 0, max: 40 }), async (all, quietMinute) => {
        const store = memoryStore();
        const find = createFindFiring(store);
        const rest = { quietUntil: quietMinute * MINUTE, countedTo: 0 };
        let batches = 0;
        for (const minutes of all) {
          const items = minutes.map((at) => batchAt(at, `b${(batches += 1)}`));
          const found = await find(ALERT, CONDITION, items, rest);
          const expected = findWindow(store.all(), CONDITION, rest.quietUntil);
          assert.equal(found !== undefined, expected !== undefined);
          if (found !== undefined) return;
        }
      }),
      { numRuns: 1000 },
    );
  });
});
