import assert from 'node:assert/strict';

import { createByteBudget } from '../../../src/ingest/http/byte-budget.js';

/** Whether a promise has settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const nothing = {};
  return (await Promise.race([promise, new Promise((r) => setImmediate(r, nothing))])) !== nothing;
}

describe('createByteBudget', () => {
  it('lets in what fits, and the next once there is room', async () => {
    const acquire = createByteBudget(100, 1_000);
    const first = await acquire(60);
    const second = acquire(60);
    assert.equal(await isSettled(second), false);
    first?.release();
    assert.equal(await isSettled(second), true);
  });

  it('takes no small one before a large one that waits', async () => {
    const acquire = createByteBudget(100, 1_000);
    const first = await acquire(60);
    const large = acquire(100);
    const small = acquire(1);
    assert.equal(await isSettled(small), false);
    first?.release();
    assert.equal(await isSettled(large), true);
    assert.equal(await isSettled(small), false);
    (await large)?.release();
    assert.equal(await isSettled(small), true);
  });

  it('gives room back once, as soon as less is needed', async () => {
    const acquire = createByteBudget(100, 1_000);
    const first = await acquire(100);
    const second = acquire(90);
    first?.shrinkTo(10);
    first?.shrinkTo(50);
    assert.equal(await isSettled(second), true);
    first?.release();
    first?.release();
    const third = acquire(11);
    assert.equal(await isSettled(third), false);
    (await second)?.release();
    assert.equal(await isSettled(third), true);
  });

  it('sends away who has waited long enough, and takes the one behind', async () => {
    const acquire = createByteBudget(100, 20);
    const first = await acquire(60);
    const large = acquire(100);
    const small = acquire(40);
    assert.equal(await large, undefined);
    assert.notEqual(await small, undefined);
    first?.release();
  });

  it('never lets in more than there is, however the work comes and goes', async () => {
    const acquire = createByteBudget(100, 10_000);
    let held = 0;
    let most = 0;
    const work = async (bytes: number) => {
      const share = await acquire(bytes);
      held += bytes;
      most = Math.max(most, held);
      await new Promise((resolve) => setTimeout(resolve, bytes % 5));
      held -= bytes;
      share?.release();
    };
    await Promise.all(Array.from({ length: 200 }, (_, index) => work((index * 37) % 101)));
    assert.ok(most > 50 && most <= 100, String(most));
    assert.equal(held, 0);
  });
});
