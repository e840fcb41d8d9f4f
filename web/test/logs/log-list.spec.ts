import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { newestFirst } from '../../../functions/src/search/log-query.js';
import type { Log } from '../../src/documents/log.js';
import { deletedIds, gapAfter, mergeLogs } from '../../src/logs/log-list.js';
import { log } from '../logs.js';

const ids = (logs: readonly Log[]) => logs.map(({ log_id }) => log_id).join(' ');

const some = fc.uniqueArray(
  fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 9 })),
  { selector: ([id]) => id },
);
const sorted = some.map((pairs) =>
  pairs.map(([id, at]) => log(`l${id}`, at)).toSorted(newestFirst),
);

describe('the list of logs', () => {
  it('sorts logs from newest to oldest, then by descending id', () => {
    const known = [log('c', 3), log('a', 1)];
    assert.equal(ids(mergeLogs(known, [log('b', 1), log('d', 4), log('x', 0)])), 'd c b a x');
  });

  it('holds each id once, in its latest version', () => {
    const merged = mergeLogs([log('b', 2), log('a', 1)], [log('a', 3, { severity: 'ERROR' })]);
    assert.equal(ids(merged), 'a b');
    assert.equal(merged[0]?.severity, 'ERROR');
  });

  it('stays sorted and complete whatever arrives', () => {
    fc.assert(
      fc.property(sorted, some, (known, pairs) => {
        const added = pairs.map(([id, at]) => log(`l${id}`, at));
        const merged = mergeLogs(known, added);
        assert.deepEqual(merged, merged.toSorted(newestFirst));
        assert.deepEqual(
          new Set(merged.map(({ log_id }) => log_id)),
          new Set([...known, ...added].map(({ log_id }) => log_id)),
        );
        assert.equal(merged.length, new Set(merged.map(({ log_id }) => log_id)).size);
      }),
    );
  });
});

describe("a listener's window of the newest logs", () => {
  const window = [log('d', 4), log('c', 3)];

  it('distinguishes deleted logs from those that newer ones pushed out', () => {
    const removed = [log('gone', 5), log('b', 2)];
    const newest = { window, added: [], removed };
    assert.deepEqual([...deletedIds({ ...newest, limit: 2 })], ['gone']);
    assert.deepEqual([...deletedIds({ ...newest, limit: 3 })], ['gone', 'b']);
    assert.deepEqual([...deletedIds({ ...newest, window: [], limit: 3 })], ['gone', 'b']);
  });

  for (const [name, known, limit, gap] of [
    ['more than a window has come', [log('b', 2)], 2, 'b'],
    ['it reaches what is known', [log('c', 3), log('b', 2)], 2, undefined],
    ['it is not full', [log('b', 2)], 3, undefined],
    ['nothing is known yet', [], 2, undefined],
  ] as const) {
    it(`leaves ${gap === undefined ? 'no gap' : 'a gap'} where ${name}`, () => {
      assert.equal(
        gapAfter(known.at(0), { window, added: window, removed: [], limit })?.log_id,
        gap,
      );
    });
  }
});
