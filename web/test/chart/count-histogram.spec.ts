import assert from 'node:assert/strict';

import { planSearch } from '../../../functions/src/search/plan.js';
import { createCounter } from '../../src/chart/count-histogram.js';
import { toMillis } from '../../src/documents/instant.js';
import { log } from '../logs.js';
import { queryOf, readerOf } from '../logs/reader-of.js';

const SEVERITIES = ['INFO', 'WARNING', 'ERROR', undefined] as const;

function counterOf(count: number, query: string, filter = {}) {
  const stored = Array.from({ length: count }, (_, at) => {
    const severity = SEVERITIES[at % 4];
    return log(`l${at}`, at, {
      modified_data: at % 2 === 0 ? 'even' : 'odd',
      ...(severity && { severity }),
    });
  });
  const { reader } = readerOf(stored);
  const [plan] = planSearch(queryOf(query), {}, reader.settings);
  assert.ok(plan);
  const first = toMillis(log('x', 0).time);
  return { stored, first, count: createCounter(reader, plan, filter) };
}

describe('the histogram of a search', () => {
  for (const [query, all, warnings, errors] of [
    ['', 400, 100, 100],
    ['even', 200, 0, 100],
    ['severity>=WARNING', 200, 100, 100],
    ['nothing', 0, 0, 0],
  ] as const) {
    it(`counts all matching logs, even of an open time range: ${query || 'everything'}`, async () => {
      const { count, first } = counterOf(400, query);
      const histogram = await count(first + 500_000, 0);
      const sum = (level: 1 | 2) =>
        histogram?.bars.reduce((total, { levels }) => total + levels[level], 0);
      assert.equal(histogram?.bars[0]?.from, first);
      assert.equal(
        histogram.bars.reduce((total, bar) => total + bar.all, 0),
        all,
      );
      assert.deepEqual([sum(1), sum(2)], [warnings, errors]);
    });
  }

  it('recounts only what may have changed, and late logs after a while', async () => {
    const { count, first, stored } = counterOf(400, '');
    const begin = await count(first + 500_000, 0);
    assert.ok(begin && begin.reads > 20);
    stored.push(log('new', 505), log('late', 3));
    const next = await count(first + 511_000, 0);
    assert.ok(next && next.reads < begin.reads / 2, `${next?.reads} of ${begin.reads}`);
    const total = (bars: readonly { all: number }[] = []) =>
      bars.reduce((sum, { all }) => sum + all, 0);
    assert.equal(total(next.bars), 401);
    const later = await count(first + 511_000 + 301_000, 0);
    assert.equal(total(later?.bars), 402);
  });

  it('is empty without logs', async () => {
    assert.equal(await counterOf(0, '').count(0, 0), undefined);
  });
});
