import assert from 'node:assert/strict';

import { MAX_SAVED_SEARCHES } from '../../../functions/src/limits.js';
import { readSearches, withSearch } from '../../src/logs/own-searches.js';

describe("a reader's own searches", () => {
  it('have one of each name, the newest first, and never too many', () => {
    const two = withSearch(withSearch([], { name: 'a', query: 'x' }), { name: 'b', query: 'y' });
    assert.deepEqual(
      withSearch(two, { name: 'a', query: 'z' }).map(({ query }) => query),
      ['z', 'y'],
    );
    let many = two;
    for (let at = 0; at < MAX_SAVED_SEARCHES + 5; at += 1) {
      many = withSearch(many, { name: `n${at}`, query: 'x' });
    }
    assert.equal(many.length, MAX_SAVED_SEARCHES);
  });

  it('ignores what something else stored', () => {
    assert.deepEqual(readSearches(undefined), []);
    assert.deepEqual(readSearches({ a: 1 }), []);
    assert.deepEqual(readSearches([{ id: 'a', name: 1, query: 'x' }, null, 'y']), []);
  });
});
