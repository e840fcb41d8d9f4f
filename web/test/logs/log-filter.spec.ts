import assert from 'node:assert/strict';

import { isLive, searchText, toQuery } from '../../src/logs/log-filter.js';
import { log } from '../logs.js';

describe('the filter of logs', () => {
  it('asks Firestore for all but the text, the last hour from now on', () => {
    assert.deepEqual(
      toQuery({ last: 3600, severity: 'ERROR', source: 'json_upload', text: 'x' }, 10_000_000),
      { from: 6_400_000, severity: 'ERROR', source: 'json_upload' },
    );
    assert.deepEqual(toQuery({ from: 1, to: 2 }, 10_000_000), { from: 1, to: 2 });
    assert.deepEqual(toQuery({}, 10_000_000), {});
  });

  it('goes on as long as its end is to come', () => {
    assert.equal(isLive({}, 5), true);
    assert.equal(isLive({ to: 6 }, 5), true);
    assert.equal(isLive({ to: 5 }, 5), false);
  });

  const logs = [
    log('pay-1', 3, { modified_data: 'Card [REDACTED] declined' }),
    log('x', 2, { attributes: { service: { name: 'Checkout' } } }),
    log('y', 1, { original_text: 'secret' }),
  ];
  for (const [text, found] of [
    ['DECLINED', ['pay-1']],
    ['pay-', ['pay-1']],
    ['checkout', ['x']],
    ['  ', ['pay-1', 'x', 'y']],
    [undefined, ['pay-1', 'x', 'y']],
    ['secret', []],
    ['.*', []],
  ] as const) {
    it(`finds ${found.length} of 3 logs by ${JSON.stringify(text) ?? 'nothing'}`, () => {
      assert.deepEqual(
        searchText(logs, text).map(({ log_id }) => log_id),
        found,
      );
    });
  }
});
