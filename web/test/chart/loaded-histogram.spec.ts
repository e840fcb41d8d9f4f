import assert from 'node:assert/strict';

import { loadedHistogram } from '../../src/chart/loaded-histogram.js';
import { toMillis } from '../../src/documents/instant.js';
import { log } from '../logs.js';

const SEVERITIES = ['INFO', 'WARNING', 'ERROR', undefined] as const;
const first = toMillis(log('x', 0).time);

const logs = Array.from({ length: 400 }, (_, at) => {
  const severity = SEVERITIES[at % 4];
  return log(`l${at}`, at * 7, severity && { severity });
}).toReversed();

describe('the histogram of a search with all logs loaded', () => {
  it('puts each log in the bar of its time, by its level', () => {
    const histogram = loadedHistogram(logs, {});
    assert.ok(histogram);
    assert.equal(histogram.reads, 0);
    assert.ok(histogram.bars.length > 20 && histogram.bars.length <= 60);
    for (const { from, to, all, levels } of histogram.bars) {
      const within = logs.filter(({ time }) => toMillis(time) >= from && toMillis(time) < to);
      const of = (...severities: unknown[]) =>
        within.filter(({ severity }) => severities.includes(severity)).length;
      assert.equal(all, within.length);
      assert.deepEqual(levels, { 0: of('INFO', undefined), 1: of('WARNING'), 2: of('ERROR') });
    }
  });

  it('is as wide as the requested time, and no narrower than its logs', () => {
    const wide = loadedHistogram(logs.slice(0, 3), {
      from: first - 3_600_000,
      to: first + 7_200_000,
    });
    assert.equal(wide?.bars[0]?.from, first - 3_600_000);
    assert.equal(wide?.bars.at(-1)?.to, first + 7_200_000);
    const narrow = loadedHistogram(logs, { from: first + 60_000, to: first + 61_000 });
    assert.equal(
      narrow?.bars.reduce((sum, { all }) => sum + all, 0),
      400,
    );
  });

  it('is empty without logs', () => {
    assert.equal(loadedHistogram([], {}), undefined);
  });
});
