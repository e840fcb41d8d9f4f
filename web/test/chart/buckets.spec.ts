import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { chooseStep, toBuckets } from '../../src/chart/buckets.js';
import { log } from '../logs.js';

const sum = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0);

describe('the counts of the chart', () => {
  it('have steps aligned to the clock, empty ones included', () => {
    const { step, starts, logs, kinds } = toBuckets(
      [
        log('c', 125, { redactions: { phone: 2, email: 1 } }),
        log('b', 61, { redactions: { email: 2 } }),
        log('a', 5),
      ],
      3,
    );
    assert.equal(step, 60);
    assert.deepEqual(
      starts.map((at) => new Date(at * 1000).toISOString().slice(11, 19)),
      ['10:30:00', '10:31:00', '10:32:00'],
    );
    assert.deepEqual(logs, [1, 1, 1]);
    assert.deepEqual(kinds, [
      { kind: 'email', counts: [0, 2, 1], total: 3 },
      { kind: 'phone', counts: [0, 0, 2], total: 2 },
    ]);
  });

  it('are empty without logs', () => {
    assert.deepEqual(toBuckets([]), { step: 1, starts: [], logs: [], kinds: [] });
  });

  it('include each log once, in at most one step more than asked', () => {
    const logs = fc
      .array(fc.integer({ min: 0, max: 400_000_000 }))
      .map((seconds) =>
        seconds.map((second, index) => log(`l${index}`, second, { redactions: { ip: 1 } })),
      );
    fc.assert(
      fc.property(logs, fc.integer({ min: 20, max: 90 }), (some, most) => {
        const buckets = toBuckets(some, most);
        assert.equal(sum(buckets.logs), some.length);
        assert.equal(buckets.kinds[0]?.total ?? 0, some.length);
        assert.ok(buckets.starts.length <= most + 1);
      }),
    );
  });

  for (const [seconds, step] of [
    [0, 1],
    [59, 1],
    [60, 2],
    [3599, 60],
    [86_399, 1800],
    [1e12, 31_536_000],
  ] as const) {
    it(`cut ${seconds} s into steps of ${step} s`, () =>
      assert.equal(chooseStep(seconds, 60), step));
  }
});
