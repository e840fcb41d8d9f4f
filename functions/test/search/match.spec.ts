import assert from 'node:assert/strict';

import type { SearchableLog } from '../../src/search/log-view.js';
import { matches } from '../../src/search/match.js';
import { parseQuery } from '../../src/search/parse-query.js';

const LOG: SearchableLog = {
  log_id: 'log_1',
  modified_data: 'Connection refused by 10.0.0.1:8080 for /orders/550e-e29b, 接続失敗',
  severity: 'ERROR',
  source: 'json_upload',
  attributes: {
    service: 'Shop',
    http: { status: 500, path: '/cart/checkout' },
    tags: ['red', 'green blue'],
    took: '12.5',
    severity: 'odd',
    trace_id: 'ABC',
    empty: null,
  },
};

function queryOf(text: string) {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, text);
  return parsed.query;
}

const HOLDS = [
  '',
  'REFUSED connection',
  '"connection refused"',
  '"refused by 10"',
  '10.0.0.1',
  '10.0.0.1:8080',
  '/orders/550e-e29b',
  '550e-e29b',
  '550e',
  'conn*',
  '550e-e2*',
  '接続',
  '続失',
  '失',
  'shop',
  'green',
  '500',
  'checkout',
  'missing OR refused',
  '-missing',
  'NOT (refused missing)',
  'service=shop',
  'service=sh*',
  'service=*',
  'http.status=500',
  'http.status>=500',
  'took<12.6',
  'tags=red',
  'tags:blue',
  'tags!=yellow',
  'http.path:checkout',
  'severity>=WARNING',
  'severity=err',
  'severity=odd',
  'attributes.severity=odd',
  'attributes.service=shop',
  'source=json_upload',
  'log_id=log_1',
  'trace=abc',
  'text:refused',
  'empty=null',
  // As in other query languages.
  '*',
  'level:error',
  'level=err',
  'level>=warn',
  'level!=debug',
  'log.level=error',
  '@level:error',
  'message:refused',
  'msg:"connection refused"',
  'message=Connection*',
  '!missing',
  '!service=cart refused',
  'missing || refused && connection',
  'http.status:>=500',
  'http.status:<600',
  '@http.status:500',
  "service='shop'",
  '“connection refused”',
  '/orders/*',
  'http.path:/cart/*',
  'service:(cart OR shop)',
  'service=(cart OR sh*)',
  'service!=(cart OR checkout)',
  'tags:(red green)',
  'http=*',
  'http.status=500.0',
  'http.status=5e2',
];

const LACKS = [
  'refuse',
  '"refused connection"',
  '"connection refuse"',
  '"blue connection"',
  '0.0.1',
  'orders/550e',
  '失接',
  'missing',
  'service=sho',
  'other=*',
  'http.status>500',
  'severity>ERROR',
  'severity!=ERROR',
  'attributes.source=json_upload',
  'text:shop',
  'text:refused -connection',
  'toString:native',
  '__proto__=*',
  'level:info',
  'level<error',
  'level!=error',
  'message:shop',
  '!refused',
  'refused && missing',
  'missing || absent',
  'http.status:>500',
  '“refused connection”',
  '/order/*',
  'service:(cart OR checkout)',
  'service!=(cart OR shop)',
  'tags:(red yellow)',
  'htt=*',
  'http.status=50',
  'took=12.50',
];

describe('matches', () => {
  for (const text of HOLDS) {
    it(`accepts the log for ${text || 'nothing'}`, () => assert.ok(matches(queryOf(text), LOG)));
  }
  for (const text of LACKS) {
    it(`rejects the log for ${text}`, () => assert.ok(!matches(queryOf(text), LOG)));
  }
});

describe('the id of a log', () => {
  it('may also be the one that its client gave it', () => {
    const log = { ...LOG, log_id: 'order%2F5', attributes: { log_id: 'order/5' } };
    for (const query of ['log_id="order/5"', 'log_id="order%2F5"']) {
      assert.ok(matches(queryOf(query), log), query);
    }
    assert.ok(matches(queryOf('log_id="order/5"'), { ...LOG, log_id: 'order%2F5' }));
    assert.ok(!matches(queryOf('log_id="order/6"'), log));
  });
});

describe('a comparison with a number', () => {
  it('takes no time for a long text that is almost a number', () => {
    const log = { ...LOG, attributes: { took: `${'1'.repeat(50_000)}x` } };
    const begun = performance.now();
    assert.ok(!matches(queryOf('took>5'), log));
    // It took five seconds.
    assert.ok(performance.now() - begun < 500);
  });
});
