import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { DEFAULT_READER_SETTINGS } from '../../src/contract/reader-settings.js';
import { HISTOGRAM_READS } from '../../src/limits.js';
import { countBars, planHistogram } from '../../src/search/histogram.js';
import { levelOf } from '../../src/search/level.js';
import type { StoredLog } from '../../src/search/log-source.js';
import { matches } from '../../src/search/match.js';
import { parseQuery } from '../../src/search/parse-query.js';
import { planSearch } from '../../src/search/plan.js';
import { memorySource } from './memory-source.js';
import { someLogs } from './random-logs.js';

const BEGIN = 1_700_000_000;
const DAY = { from: BEGIN * 1000, to: (BEGIN + 86_400) * 1000 };

function planOf(text: string, shards: number) {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok);
  const [plan] = planSearch(parsed.query, {}, { ...DEFAULT_READER_SETTINGS, shards });
  assert.ok(plan);
  return plan;
}

describe('planHistogram', () => {
  it('counts exactly the logs that a query asks for, by level', async () => {
    await fc.assert(
      fc.asyncProperty(
        someLogs,
        fc.constantFrom('', 'timeout', 'severity>=WARNING', 'refused severity>=ERROR', 'a OR ok'),
        fc.constantFrom(1, 7, 20),
        async (logs, text, shards) => {
          const settings = { ...DEFAULT_READER_SETTINGS, shards };
          const range = { from: BEGIN * 1000 + 500, to: BEGIN * 1000 + 5_250 };
          const histogram = planHistogram(planOf(text, shards), range);
          assert.ok(histogram);
          const { bars } = await countBars(memorySource(logs, settings), histogram);
          assert.ok(histogram.exact || text === 'a OR ok');
          for (const bar of bars) {
            assert.equal(
              bar.all,
              bar.levels[0] + bar.levels[1] + bar.levels[2],
              'the levels make up all',
            );
          }
          if (!histogram.exact) return;
          const parsed = parseQuery(text);
          assert.ok(parsed.ok);
          for (const bar of bars) {
            const inBar: StoredLog[] = logs.filter((log) => {
              const at = log.time.seconds * 1000 + log.time.nanos / 1e6;
              return at >= bar.from && at < bar.to && matches(parsed.query, log);
            });
            assert.equal(bar.all, inBar.length);
            for (const level of [0, 1, 2] as const) {
              const ofLevel = inBar.filter(({ severity }) => levelOf(severity) === level);
              assert.equal(bar.levels[level], ofLevel.length);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('draws a day of 20,000 logs with at most 100 reads, in one shard and in seven', async () => {
    const logs = Array.from({ length: 20_000 }, (_, n) => ({
      log_id: `l${n}`,
      modified_data: 'the service answered',
      source: 'json_upload',
      severity: (['INFO', 'WARNING', 'ERROR'] as const)[n % 3] ?? 'INFO',
      time: { seconds: BEGIN + n * 4, nanos: 0 },
    }));
    for (const shards of [1, 7]) {
      for (const text of ['', 'service', 'severity>=WARNING']) {
        const source = memorySource(logs, { shards, search: 'full' });
        const histogram = planHistogram(planOf(text, shards), DAY);
        assert.ok(histogram);
        const { bars, reads } = await countBars(source, histogram);
        assert.equal(
          bars.reduce((sum, { all }) => sum + all, 0),
          text === 'severity>=WARNING' ? 13_333 : 20_000,
        );
        assert.equal(source.reads(), reads);
        assert.ok(reads <= 100 && bars.length >= 8, `${reads} reads, ${bars.length} bars`);
      }
    }
  });

  it('never plans more counts than it may read, whatever the range', () => {
    const millis = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(millis, millis, fc.constantFrom(1, 7, 20), (from, length, shards) => {
        const range = { from, to: from + length };
        const histogram = planHistogram(planOf('timeout', shards), range);
        if (histogram === undefined) return assert.ok(length === 0);
        const counts = histogram.bars.flatMap(({ all, levels }) => [
          ...(all ?? []),
          ...Object.values(levels).flat(),
        ]);
        assert.ok(counts.length <= HISTOGRAM_READS, String(counts.length));
        assert.equal(histogram.bars[0]?.from, range.from);
        assert.equal(histogram.bars.at(-1)?.to, range.to);
        return undefined;
      }),
    );
  });

  it('does not count again what is already known', async () => {
    const source = memorySource([], { shards: 1, search: 'full' });
    const histogram = planHistogram(planOf('', 1), DAY);
    assert.ok(histogram);
    const known = new Map<string, number>();
    const first = await countBars(source, histogram, known);
    const again = await countBars(source, histogram, known);
    assert.deepEqual(again.bars, first.bars);
    assert.equal(again.reads, 0);
  });
});
