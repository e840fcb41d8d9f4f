import assert from 'node:assert/strict';

import {
  mergeAttributes,
  mergeEntries,
} from '../../../../src/ingest/formats/foreign/attributes.js';

describe('mergeAttributes', () => {
  for (const [maps, merged] of [
    [[{ a: 1 }, { b: 2 }], { a: 1, b: 2 }],
    [[{ a: 1 }, { a: 1 }, undefined], { a: 1 }],
    [[{ a: 1 }, { a: 2 }, { a: 1 }], { a: [1, 2] }],
    [[{ a: [1, 2] }, { a: [2, 3] }], { a: [1, 2, 3] }],
    [[{ a: { b: 1 } }, { a: { b: 1 } }], { a: { b: 1 } }],
    [[{ a: null, b: undefined }, { a: 1 }], { a: 1 }],
  ] as const) {
    it(`merges ${JSON.stringify(maps)} into ${JSON.stringify(merged)}`, () => {
      assert.deepEqual(mergeAttributes(...maps), merged);
    });
  }

  it('merges a million values of one name in linear time', () => {
    const entries = Array.from({ length: 1_000_000 }, (_, index) => ['a', index] as const);
    assert.equal((mergeEntries(entries)['a'] as unknown[]).length, 1_000_000);
  });
});
