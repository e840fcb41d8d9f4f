import assert from 'node:assert/strict';

import { parseLabels } from '../../../../src/ingest/formats/loki/labels.js';

describe('parseLabels', () => {
  for (const [text, labels] of [
    ['{}', {}],
    ['{app="shop"}', { app: 'shop' }],
    ['{ app = "shop" , level="warn" }', { app: 'shop', level: 'warn' }],
    ['{a="\\"q\\" \\\\ \\n \\u00e9"}', { a: '"q" \\ \n é' }],
    ['{__proto__="x"}', JSON.parse('{"__proto__":"x"}')],
    ['{a="b"c"}', undefined],
    ['{a=b}', undefined],
    ['', undefined],
    ['{a="b"', undefined],
  ] as const) {
    it(`reads ${text || 'nothing'}`, () => assert.deepEqual(parseLabels(text), labels));
  }

  it('reads long hostile labels in linear time, and none beyond a bound', () => {
    assert.equal(parseLabels(`{a="${'\\a'.repeat(30_000)}`), undefined);
    assert.equal(parseLabels(`{a="${'a'.repeat(1_000_000)}"}`), undefined);
  });
});
