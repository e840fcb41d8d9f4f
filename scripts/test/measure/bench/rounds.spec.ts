import assert from 'node:assert/strict';

import { inTurn, spreadOf } from '../../../measure/bench/rounds.js';

describe('rounds of a benchmark', () => {
  it('measure in turn, after a round that is not counted', async () => {
    const order: string[] = [];
    const contender = (name: string, values: number[]) => ({
      name,
      measure: () => {
        order.push(name);
        return Promise.resolve({ speed: values.shift() ?? NaN });
      },
    });
    const measured = await inTurn(
      [contender('floor', [1, 10, 20, 40]), contender('ours', [99, 9, 19, 20])],
      3,
      () => {},
    );
    assert.deepEqual(order, Array.from({ length: 4 }, () => ['floor', 'ours']).flat());
    assert.deepEqual(measured[0]?.figures, { speed: { median: 20, min: 10, max: 40 } });
    assert.deepEqual(measured[1]?.figures, { speed: { median: 19, min: 9, max: 20 } });
    // Round by round, not median by median: a machine that gets faster cancels out.
    assert.deepEqual(measured[1]?.ratios, { speed: { median: 0.9, min: 0.5, max: 0.95 } });
  });

  it('take the median of an even count from both middle values', () => {
    assert.deepEqual(spreadOf([4, 1, 2, 3]), { median: 2.5, min: 1, max: 4 });
    assert.ok(Number.isNaN(spreadOf([]).median));
  });
});
