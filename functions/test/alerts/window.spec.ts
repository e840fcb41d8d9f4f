import assert from 'node:assert/strict';

import { findWindow } from '../../src/alerts/window.js';

const MINUTE = 60_000;

/** Batches by minute and number of logs. */
const batches = (...rows: [minute: number, logs: number][]) =>
  rows.map(([minute, logs], at) => ({ batch: `b${at}`, receivedAt: minute * MINUTE, logs }));

const find = (rows: [number, number][], notBefore = 0) => {
  const window = findWindow(batches(...rows), { matches: 3, minutes: 5 }, notBefore * MINUTE);
  return window && [window.batches.map(({ batch }) => batch).join(' '), window.count];
};

describe('findWindow', () => {
  for (const [title, rows, expected] of [
    ['nothing is no window', [], undefined],
    ['too few logs are none', [[1, 2]], undefined],
    ['enough in one batch are one', [[1, 3]], ['b0', 3]],
    [
      'the logs of several batches add up',
      [
        [1, 1],
        [3, 1],
        [5, 1],
      ],
      ['b0 b1 b2', 3],
    ],
    [
      'a log that came so many minutes before the last is not of them',
      [
        [1, 1],
        [3, 1],
        [6, 1],
      ],
      undefined,
    ],
    [
      'the latest of several windows is taken',
      [
        [1, 3],
        [20, 3],
        [21, 1],
      ],
      ['b1 b2', 4],
    ],
    [
      'logs on both sides of a gap do not add up',
      [
        [1, 2],
        [10, 2],
      ],
      undefined,
    ],
  ] satisfies [string, [number, number][], unknown][]) {
    it(title, () => assert.deepEqual(find(rows), expected));
  }

  it('ends no earlier than the end of the quiet time, and may begin in it', () => {
    assert.equal(find([[1, 3]], 2), undefined);
    assert.deepEqual(
      find(
        [
          [1, 2],
          [2, 1],
        ],
        2,
      ),
      ['b0 b1', 3],
    );
  });
});
