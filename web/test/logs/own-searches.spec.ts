import assert from 'node:assert/strict';

import { MAX_SAVED_SEARCHES } from '../../../functions/src/limits.js';
import { readSearches, withSearch } from '../../src/logs/own-searches.js';

describe("a reader's own searches", () => {
  it('have unique names, the newest first, and are never too many', () => {
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

  it('ignore stored values that are not searches', () => {
    assert.deepEqual(readSearches(undefined), []);
    assert.deepEqual(readSearches({ a: 1 }), []);
    assert.deepEqual(readSearches([{ id: 'a', name: 1, query: 'x' }, null, 'y']), []);
  });
});
