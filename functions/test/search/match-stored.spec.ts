import assert from 'node:assert/strict';

import { SEARCH_MODES } from '../../src/contract/reader-settings.js';
import type { SearchableLog } from '../../src/search/log-view.js';
import { compileForStored } from '../../src/search/match-stored.js';
import { matches } from '../../src/search/match.js';
import { parseQuery } from '../../src/search/parse-query.js';
import { termsOf } from '../../src/search/terms.js';

const LOGS: SearchableLog[] = [
  {
    log_id: 'log_1',
    modified_data: 'Connection refused by 10.0.0.1:8080 for /orders/550e-e29b, 接続失敗',
    severity: 'ERROR',
    source: 'json_upload',
    attributes: {
      service: 'Shop',
      http: { status: 500, path: '/cart/checkout' },
      tags: ['red', 'green blue'],
      took: '12.5',
      ok: false,
      trace_id: 'ABC',
    },
  },
  { log_id: 'log_2', modified_data: 'all is well', source: 'text_upload' },
  { log_id: 'log_3', modified_data: 'a b refused', severity: 'INFO', source: 'otlp_upload' },
  {
    log_id: 'long',
    modified_data: Array.from({ length: 1_000 }, (_, n) => `w${n}`).join(' ') + ' refused',
    source: 'text_upload',
  },
  { log_id: 'word', modified_data: `${'x'.repeat(200)} refused`, source: 'text_upload' },
];

const QUERIES = [
  '',
  'refused',
  'REFUSED connection',
  '"connection refused"',
  '"refused connection"',
  '10.0.0.1',
  '0.0.1',
  'conn*',
  'c*',
  'connection/ref*',
  'xxxx*',
  '接*',
  '-conn*',
  'w99*',
  '接続',
  '続',
  '失接',
  'a',
  'b OR missing',
  'missing OR refused',
  '-refused',
  '-"connection refused"',
  'NOT (refused severity>=ERROR)',
  'severity>=WARNING',
  'severity=INFO refused',
  'service=shop',
  'service=sh*',
  'service=*',
  'service!=shop',
  'http.status>=500',
  'took<12.6',
  'tags:blue',
  'ok:false',
  'source=json_upload',
  'log_id=log_2',
  'trace=abc',
  'text:refused',
  'x'.repeat(200),
  'x'.repeat(199),
];

function queryOf(text: string) {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, text);
  return parsed.query;
}

const queries = QUERIES.map(queryOf);

describe('compileForStored', () => {
  for (const mode of SEARCH_MODES) {
    it(`finds for each query what it finds on its own, with the terms of search ${mode}`, () => {
      const find = compileForStored(queries, mode);
      for (const log of LOGS) {
        const terms = mode === 'off' ? {} : { terms: termsOf(log, mode) };
        const expected = QUERIES.filter((_, at) => matches(queries[at]!, log));
        const found = find({ ...log, ...terms }, log.log_id).map((place) => QUERIES[place]);
        assert.deepEqual(found, expected, log.log_id);
      }
    });
  }

  it('answers by the terms of the current log, not of an earlier one', () => {
    const find = compileForStored(queries.slice(1, 2), 'full');
    const found = [0, 1, 2, 1].map((at) => {
      const log = LOGS[at]!;
      return find({ ...log, terms: termsOf(log, 'full') }, log.log_id).length;
    });
    assert.deepEqual(found, [1, 0, 1, 0]);
  });

  // A tenant's alerts may have thousands of conditions, and each of its logs a megabyte of text.
  for (const [where, condition] of [
    ['anywhere', (n: number) => `"x ${n}"`],
    ['in the text', (n: number) => `text:"x ${n}"`],
    ['in an attribute', (n: number) => `note:"x ${n}"`],
    ['as the text', (n: number) => `text="x ${n}"`],
    ['that begin the text', (n: number) => `text=x${n}*`],
  ] as const) {
    it(`goes through a log once, however many conditions ask for words ${where}`, () => {
      const text = 'é x bc de '.repeat(10_000);
      const log = { source: 'json_upload', modified_data: text, attributes: { note: text } };
      const timeOf = (alerts: number, each: number) => {
        const conditionsOf = (alert: number) =>
          Array.from({ length: each }, (_, n) => condition(alert * each + n)).join(' OR ');
        const find = compileForStored(
          Array.from({ length: alerts }, (_, alert) => queryOf(conditionsOf(alert))),
          'full',
        );
        const times = [1, 2, 3].map(() => {
          const begun = performance.now();
          assert.deepEqual(find(log, 'log'), []);
          return performance.now() - begun;
        });
        return Math.min(...times);
      };
      const [one, many] = [timeOf(1, 1), timeOf(20, 60)];
      assert.ok(many < 10 * one, `${one} ms for one, ${many} ms for 1,200`);
    });
  }
});
