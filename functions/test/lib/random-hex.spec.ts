import assert from 'node:assert/strict';

import { randomHex } from '../../src/lib/random-hex.js';

describe('randomHex', () => {
  it('never returns the same value twice', () => {
    const given = Array.from({ length: 10_000 }, randomHex);
    assert.equal(new Set(given).size, 10_000);
    for (const one of given) assert.match(one, /^[0-9a-f]{32}$/);
  });
});
