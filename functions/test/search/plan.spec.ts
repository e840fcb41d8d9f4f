import assert from 'node:assert/strict';

import { DEFAULT_READER_SETTINGS, type SearchMode } from '../../src/contract/reader-settings.js';
import { MAX_DISJUNCTIONS, MAX_SEARCH_QUERIES, MAX_SHARDS } from '../../src/limits.js';
import { disjunctions } from '../../src/search/log-query.js';
import { parseQuery } from '../../src/search/parse-query.js';
import { type Plan, planSearch } from '../../src/search/plan.js';

function plans(text: string, shards = 1, search: SearchMode = 'full'): Plan[] {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, text);
  return planSearch(parsed.query, {}, { ...DEFAULT_READER_SETTINGS, shards, search });
}

/** What the first plan reads by, in one line. */
function first(text: string, search: SearchMode = 'full'): string {
  const [plan] = plans(text, 1, search);
  assert.ok(plan);
  const { by, exact } = plan;
  const what =
    by.kind === 'terms'
      ? by.terms.join(' | ')
      : by.kind === 'severities'
        ? by.severities.join(' ')
        : by.kind === 'source'
          ? by.source
          : by.kind === 'id'
            ? by.logId
            : '';
  return `${exact ? 'exactly ' : ''}${by.kind} ${what}`.trim();
}

const FIRST: [string, string, SearchMode?][] = [
  ['', 'exactly time'],
  ['timeout', 'exactly terms timeout'],
  ['timeout', 'time', 'fields'],
  ['/api/v1', 'exactly terms api/v1'],
  ['"connection refused"', 'terms connection'],
  ['the 550e8400', 'terms 550e8400'],
  ['timeout OR refused', 'exactly terms timeout | refused'],
  ['timeout OR -refused', 'time'],
  ['-health', 'time'],
  ['timeout OR severity>=ALERT', 'exactly terms timeout | severity=alert | severity=emergency'],
  ['timeout OR severity>=ALERT', 'time', 'off'],
  ['severity=INFO OR severity=ERROR', 'exactly severities INFO ERROR'],
  ['level=error', 'exactly terms severity=error | level=error', 'fields'],
  ['level>=alert', 'exactly severities ALERT EMERGENCY'],
  ['message:timeout', 'terms timeout'],
  ['text="connection refused"', 'terms connection'],
  ['price=1.50', 'terms price=1.50 | price=1.5'],
  ['service=shop', 'exactly terms service=shop', 'fields'],
  ['service=shop', 'time', 'off'],
  ['severity>=ERROR timeout', 'exactly terms timeout'],
  ['severity=CRITICAL timeout', 'terms timeout'],
  ['severity>=ERROR', 'exactly severities ERROR CRITICAL ALERT EMERGENCY'],
  ['source=text_upload', 'exactly source text_upload', 'off'],
  ['log_id=l1 timeout', 'id l1'],
  ['接続失敗', 'terms 接続'],
  ['失', 'time'],
  ['conn*', 'time'],
  ['took>5', 'time'],
];

describe('planSearch', () => {
  for (const [text, by, search] of FIRST) {
    const where = search === undefined ? '' : ` where search is ${search}`;
    it(`reads ${text === '' ? 'all' : text} by ${by}${where}`, () => {
      assert.equal(first(text, search), by);
    });
  }

  const hundred = Array.from({ length: 90 }, (_, n) => `word${n}`).join(' OR ');
  for (const text of [
    'timeout',
    'severity>=INFO',
    'a1 OR b1 OR c1',
    hundred,
    '',
    'severity<=INFO x1',
  ]) {
    for (const shards of [1, 7, MAX_SHARDS]) {
      it(`asks no more than Firestore accepts for ${text.slice(0, 20) || 'all'} in ${shards} shards`, () => {
        for (const { queries } of plans(text, shards)) {
          assert.ok(queries.length <= MAX_SEARCH_QUERIES);
          for (const query of queries) assert.ok(disjunctions(query) <= MAX_DISJUNCTIONS);
          const asked = queries.flatMap((query) => query.shards);
          assert.deepEqual(
            [...new Set(asked)],
            Array.from({ length: shards }, (_, n) => n),
          );
        }
      });
    }
  }

  it('reads nothing if severities exclude one another', () => {
    assert.deepEqual(plans('severity>ERROR severity<INFO timeout')[0]?.queries, []);
  });
});
