import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { DEFAULT_READER_SETTINGS, SEARCH_MODES } from '../../src/contract/reader-settings.js';
import { choosePlan } from '../../src/search/choose-plan.js';
import { describePlan } from '../../src/search/describe-plan.js';
import {
  compareInstants,
  isInRange,
  newestFirst,
  type Position,
} from '../../src/search/log-query.js';
import type { StoredLog } from '../../src/search/log-source.js';
import { matches } from '../../src/search/match.js';
import { parseQuery } from '../../src/search/parse-query.js';
import type { Query } from '../../src/search/query.js';
import { searchLogs } from '../../src/search/search-logs.js';
import { memorySource } from './memory-source.js';
import { someLogs, someQueries } from './random-logs.js';

function queryOf(text: string): Query {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, text);
  return parsed.query;
}

const idsOf = (logs: readonly StoredLog[]) => logs.map(({ log_id }) => log_id);

const log = (log_id: string, modified_data: string, second = 0): StoredLog => ({
  log_id,
  modified_data,
  source: 'json_upload',
  time: { seconds: 1_700_000_000 + second, nanos: 0 },
});

describe('searchLogs', () => {
  it('answers any query as a plain filter over all logs does, in its order', async () => {
    await fc.assert(
      fc.asyncProperty(
        someLogs,
        someQueries,
        fc.constantFrom(1, 7, 20),
        fc.constantFrom(...SEARCH_MODES),
        fc.nat({ max: 3 }),
        async (logs, text, shards, search, from) => {
          const query = queryOf(text);
          const settings = { ...DEFAULT_READER_SETTINGS, shards, search };
          const range = { from: { seconds: 1_700_000_000 + from, nanos: 0 } };
          const request = { query, range, settings, limit: 100, mostReads: 10_000 };
          const found = await searchLogs(memorySource(logs, settings), request);
          const wanted = logs
            .filter((one) => isInRange(one.time, range) && matches(query, one))
            .toSorted(newestFirst);
          assert.deepEqual(idsOf(found.logs), idsOf(wanted));
          assert.equal(found.ended, 'all');
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('resumes where it ended, and returns each log once', async () => {
    await fc.assert(
      fc.asyncProperty(
        someLogs,
        someQueries,
        fc.constantFrom(1, 7),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 12 }),
        async (logs, text, shards, limit, mostReads) => {
          const query = queryOf(text);
          const settings = { ...DEFAULT_READER_SETTINGS, shards };
          const source = memorySource(logs, settings);
          const ids: string[] = [];
          let after: Position | undefined;
          for (let round = 0; ; round++) {
            const found = await searchLogs(source, {
              query,
              range: {},
              settings,
              limit,
              // Enough for a page of each of its queries, or it could not continue.
              mostReads: mostReads + 16,
              ...(after && { after }),
            });
            ids.push(...idsOf(found.logs));
            if (found.ended === 'all') break;
            after = found.last;
            assert.ok(round < 100, 'it does not go on');
          }
          const wanted = logs.filter((one) => matches(query, one)).toSorted(newestFirst);
          assert.deepEqual(ids, idsOf(wanted));
        },
      ),
      { numRuns: 500 },
    );
  });

  const many = Array.from({ length: 20_000 }, (_, n) =>
    log(`l${n}`, n === 7_777 ? 'the only needle' : `request ${n} was ok`, n),
  );

  for (const shards of [1, 7, 20]) {
    it(`finds the one log of 20,000 that has a word with few reads, in ${shards} shards`, async () => {
      const settings = { ...DEFAULT_READER_SETTINGS, shards };
      const source = memorySource(many, settings);
      const request = { query: queryOf('needle'), range: {}, settings, limit: 50 };
      const found = await searchLogs(source, request);
      assert.deepEqual(idsOf(found.logs), ['l7777']);
      assert.equal(found.read + found.counts, source.reads());
      assert.ok(source.reads() <= 50, String(source.reads()));
    });
  }

  it('reads by the rarer of two words', async () => {
    const source = memorySource(many, DEFAULT_READER_SETTINGS);
    const request = { query: queryOf('request 7'), range: {}, settings: DEFAULT_READER_SETTINGS };
    // A word of one character is in no index.
    const common = await searchLogs(source, { ...request, limit: 5 });
    assert.deepEqual(common.chosen.plan.by, { kind: 'terms', terms: ['request'], exact: false });
    assert.equal(common.chosen.toRead, 1_000);
    assert.equal(common.ended, 'reads');
    const rare = await searchLogs(source, { ...request, query: queryOf('request 4321'), limit: 5 });
    assert.deepEqual(rare.chosen.plan.by, { kind: 'terms', terms: ['4321'], exact: false });
    assert.deepEqual(idsOf(rare.logs), ['l4321']);
    assert.ok(rare.read + rare.counts <= 10);
  });

  it('scans the few logs whose words were cut, and says how many it leaves out', async () => {
    const long = Array.from({ length: 1_000 }, (_, n) => `word${n}`).join(' ');
    const settings = DEFAULT_READER_SETTINGS;
    const few = memorySource([log('long', long), log('short', 'word999', 1)], settings);
    const request = { query: queryOf('word999'), range: {}, settings, limit: 10 };
    assert.deepEqual(idsOf((await searchLogs(few, request)).logs), ['short', 'long']);
    const logs = Array.from({ length: 200 }, (_, n) => log(`long${n}`, long));
    const found = await searchLogs(
      memorySource([...logs, log('short', 'word999')], settings),
      request,
    );
    assert.deepEqual(idsOf(found.logs), ['short']);
    assert.equal(found.chosen.cutLeftOut, 101);
  });

  it('says what it may miss among logs stored while less was indexed', async () => {
    const search_since = { seconds: 1_700_000_010, nanos: 0 };
    const settings = { ...DEFAULT_READER_SETTINGS, search_since };
    const source = memorySource([log('l1', 'needle')], settings);
    const sentence = async (text: string, from?: number) => {
      const range = from === undefined ? {} : { from: { seconds: from, nanos: 0 } };
      return describePlan(await choosePlan(source, queryOf(text), range, settings));
    };
    assert.match(await sentence('needle'), /Logs before 2023-11-14T22:13:30Z .* may be missed/);
    assert.doesNotMatch(await sentence('needle', 1_700_000_010), /missed/);
    assert.doesNotMatch(await sentence('severity>=INFO'), /missed/);
  });

  it('keeps the order of 500 logs of one request, a microsecond apart', async () => {
    const logs = Array.from({ length: 500 }, (_, n) => ({
      ...log(`l${(n * 7) % 500}`, 'one of many'),
      time: { seconds: 1_700_000_000, nanos: n * 1_000 },
    }));
    const settings = { ...DEFAULT_READER_SETTINGS, shards: 7 };
    const request = { query: queryOf('many'), range: {}, settings, limit: 500 };
    const found = await searchLogs(memorySource(logs, settings), request);
    assert.deepEqual(idsOf(found.logs), idsOf(logs.toReversed()));
    assert.ok(
      found.logs.every(
        ({ time }, n, all) => n === 0 || compareInstants(time, all[n - 1]!.time) < 0,
      ),
    );
  });
});
