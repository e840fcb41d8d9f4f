import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { scrollToRow, visibleRows } from '../../src/logs/visible-rows.js';

describe('the rows that are drawn', () => {
  it('are the rows in view and some around them', () => {
    assert.deepEqual(visibleRows(0, 640, 32, 10_000), { first: 0, end: 33 });
    assert.deepEqual(visibleRows(32_000, 640, 32, 10_000), { first: 988, end: 1_033 });
    assert.deepEqual(visibleRows(0, 640, 32, 3), { first: 0, end: 3 });
    assert.deepEqual(visibleRows(0, 640, 32, 0), { first: 0, end: 0 });
  });

  it('cover the view wherever it is, and are never many', () => {
    const pixels = fc.integer({ min: 0, max: 400_000 });
    fc.assert(
      fc.property(pixels, fc.integer({ min: 0, max: 10_000 }), (top, count) => {
        const { first, end } = visibleRows(top, 640, 32, count);
        assert.ok(first >= 0 && first <= end && end <= count && first % 2 === 0);
        assert.ok(end - first < 60);
        for (const pixel of [top, top + 639]) {
          const row = Math.floor(pixel / 32);
          if (row < count) assert.ok(row >= first && row < end);
        }
      }),
    );
  });
});

describe('going to a row', () => {
  for (const [row, scrollTop, to] of [
    [0, 0, undefined],
    [19, 0, undefined],
    [20, 0, 32],
    [5, 320, 160],
    [10, 320, undefined],
  ] as const) {
    it(`${to === undefined ? 'stays' : `scrolls to ${to}`} for row ${row} from ${scrollTop}`, () => {
      assert.equal(scrollToRow(row, scrollTop, 640, 32), to);
    });
  }
});
