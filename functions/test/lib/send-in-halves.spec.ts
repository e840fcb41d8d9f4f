import assert from 'node:assert/strict';

import { sendInHalves } from '../../src/lib/send-in-halves.js';

/** Sends numbers to a service that refuses every request with one of `culprits` in it. */
async function send(count: number, culprits: readonly number[], isRefusal = true) {
  const requests: (readonly number[])[] = [];
  const answers = await sendInHalves(
    Array.from({ length: count }, (_, n) => n),
    {
      send: async (numbers) => {
        requests.push(numbers);
        await Promise.resolve();
        if (numbers.some((n) => culprits.includes(n))) throw new Error('refused');
        return numbers.map((n) => `stored ${n}`);
      },
      isRefusal: () => isRefusal,
      failed: () => 'failed',
    },
  );
  return { answers, requests };
}

describe('sendInHalves', () => {
  it('sends acceptable items in one request', async () => {
    const { answers, requests } = await send(100, []);
    assert.equal(requests.length, 1);
    assert.deepEqual(answers.slice(0, 2), ['stored 0', 'stored 1']);
  });

  it('splits a refused request until the culprit stands alone', async () => {
    const { answers, requests } = await send(100, [37]);
    assert.deepEqual(
      answers,
      Array.from({ length: 100 }, (_, n) => (n === 37 ? 'failed' : `stored ${n}`)),
    );
    assert.ok(requests.length <= 2 * Math.ceil(Math.log2(100)) + 1, String(requests.length));
  });

  it('finds every culprit, at most two requests for each item', async () => {
    const all = Array.from({ length: 33 }, (_, n) => n);
    const { answers, requests } = await send(33, all);
    assert.deepEqual(new Set(answers), new Set(['failed']));
    assert.ok(requests.length < 2 * 33, String(requests.length));
  });

  it('does not split a request that fails for another reason', async () => {
    const { answers, requests } = await send(10, [3], false);
    assert.equal(requests.length, 1);
    assert.deepEqual(new Set(answers), new Set(['failed']));
  });
});
