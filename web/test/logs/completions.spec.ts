import assert from 'node:assert/strict';

import { completions } from '../../src/logs/completions.js';
import { log } from '../logs.js';

const logs = [
  log('a', 1, { attributes: { service: 'shop', http: { status: 500 }, 'odd name': 1 } }),
  log('b', 2, { attributes: { service: 'pay', severity: 'loud' } }),
];

describe('the completion of a query', () => {
  for (const [text, expected] of [
    ['ser', ['service=']],
    ['timeout -SER', ['timeout -service=']],
    ['(ht', ['(http.status=']],
    ['s', ['severity=', 'source=', 'service=']],
    ['attr', ['attributes.severity=']],
    ['severity>=W', ['severity>=WARNING']],
    ['source=j', ['source=json_upload']],
    ['', []],
    ['timeout ', []],
    ['service=sh', []],
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${expected.join(', ') || 'none'}`, () => {
      assert.deepEqual(completions(text, logs), expected);
    });
  }

  it('of a text of 200 KB costs no more than its last word', () => {
    for (let at = 0; at < 20; at += 1) {
      assert.deepEqual(completions(`${'a'.repeat(200_000)} `, logs), []);
      assert.deepEqual(completions(`${'a '.repeat(100_000)}ser`, logs).length, 1);
    }
  });
});
