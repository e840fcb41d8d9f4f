import assert from 'node:assert/strict';
import { mock } from 'node:test';

import { type ByteBudgetOptions, createByteBudget } from '../../src/lib/byte-budget.js';

/** Longer than any test: nothing gives up because of it. */
const NEVER_MS = 2 ** 30;

/** Whether a promise has settled by now. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const nothing = {};
  return (await Promise.race([promise, new Promise((r) => setImmediate(r, nothing))])) !== nothing;
}

/** A budget with a single owner. */
function oneOwner(options: ByteBudgetOptions) {
  const acquire = createByteBudget(options);
  return (bytes: number) => acquire('acme', bytes);
}

describe('createByteBudget', () => {
  afterEach(() => mock.timers.reset());

  it('admits work that fits, and the next once there is room', async () => {
    const acquire = oneOwner({ total: 100, waitMs: NEVER_MS });
    const first = await acquire(60);
    const second = acquire(60);
    assert.equal(await isSettled(second), false);
    first?.release();
    assert.equal(await isSettled(second), true);
  });

  it('admits no small request before a large one that waits', async () => {
    const acquire = oneOwner({ total: 100, waitMs: NEVER_MS });
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

  it('releases room once, as soon as less is needed', async () => {
    const acquire = oneOwner({ total: 100, waitMs: NEVER_MS });
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

  it('turns away a caller that has waited too long, and admits the next', async () => {
    const acquire = oneOwner({ total: 100, waitMs: 20 });
    const first = await acquire(60);
    const large = acquire(100);
    const small = acquire(40);
    assert.equal(await large, undefined);
    assert.notEqual(await small, undefined);
    first?.release();
  });

  it('never admits more than its total, however the work comes and goes', async () => {
    const acquire = oneOwner({ total: 100, waitMs: NEVER_MS });
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

  it('lets owners take turns, however much work of one owner waits', async () => {
    const acquire = createByteBudget({ total: 100, waitMs: NEVER_MS });
    const order: string[] = [];
    const work = async (owner: string) => {
      const share = await acquire(owner, 100);
      order.push(owner);
      share?.release();
    };
    const first = await acquire('noisy', 100);
    const all = [...Array.from({ length: 60 }, () => 'noisy'), 'quiet', 'other'].map(work);
    first?.release();
    await Promise.all(all);
    assert.deepEqual(order.slice(0, 3), ['noisy', 'quiet', 'other']);
    assert.equal(order.length, 62);
  });

  it('reserves for the others what one owner may not hold', async () => {
    // A fake clock: with the real one, the deadline may pass before the test looks.
    mock.timers.enable({ apis: ['setTimeout'] });
    const acquire = createByteBudget({ total: 100, waitMs: 20, perOwner: 50 });
    const noisy = await acquire('noisy', 40);
    const more = acquire('noisy', 20);
    assert.equal(await isSettled(more), false);
    // It waits for its own share, and delays nobody.
    assert.notEqual(await acquire('quiet', 50), undefined);
    mock.timers.tick(20);
    assert.equal(await more, undefined);
    noisy?.release();
    // One piece of work may be larger than the share.
    const larger = acquire('noisy', 60);
    mock.timers.tick(20);
    assert.equal(await larger, undefined);
    assert.notEqual(await acquire('noisy', 50), undefined);
  });

  it('lets a share grow while another owner waits only for its own share', async () => {
    const acquire = createByteBudget({ total: 100, waitMs: NEVER_MS, perOwner: 50 });
    const noisy = await acquire('noisy', 50);
    const more = acquire('noisy', 10);
    const quiet = await acquire('quiet', 10);
    assert.equal(quiet?.growTo(50), true);
    assert.equal(await isSettled(more), false);
    noisy?.release();
    assert.notEqual(await more, undefined);
  });

  it('lets a share grow while there is room and nobody waits for it', async () => {
    const acquire = createByteBudget({ total: 100, waitMs: NEVER_MS });
    const share = await acquire('acme', 10);
    assert.equal(share?.growTo(60), true);
    assert.equal(share?.growTo(101), false);
    const waits = acquire('beta', 50);
    assert.equal(share?.growTo(70), false);
    share?.release();
    assert.notEqual(await waits, undefined);
  });
});
