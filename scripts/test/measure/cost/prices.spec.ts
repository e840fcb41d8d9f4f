import assert from 'node:assert/strict';

import * as prices from '../../../measure/cost/prices.js';

function pricesIn(value: object): prices.Price[] {
  if ('usd' in value) return [value as prices.Price];
  return Object.values(value).flatMap((part: unknown) =>
    typeof part === 'object' && part !== null ? pricesIn(part) : [],
  );
}

describe('the price list', () => {
  it('names a source, the day it was read and its basis for every price', () => {
    const all = pricesIn(prices);
    assert.ok(all.length > 10);
    for (const { usd, per, source, read, seen } of all) {
      assert.ok(usd > 0 && per > 0);
      assert.match(source, /^https:\/\/cloud\.google\.com\//);
      assert.match(read, /^\d{4}-\d\d-\d\d$/);
      assert.ok(['page', 'others', 'memory'].includes(seen));
    }
  });
});
