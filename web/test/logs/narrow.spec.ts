import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { MAX_QUERY_LENGTH } from '../../../functions/src/limits.js';
import { matches } from '../../../functions/src/search/match.js';
import { flatten } from '../../src/documents/flatten.js';
import { attributeIs, fieldIs, hasWord, narrow } from '../../src/logs/narrow.js';
import { log } from '../logs.js';
import { queryOf } from './reader-of.js';

describe('a narrowed search', () => {
  for (const [query, condition, expected] of [
    [undefined, 'a=1', 'a=1'],
    ['timeout', 'a=1', 'timeout a=1'],
    ['timeout OR refused', 'a=1', '(timeout OR refused) a=1'],
    ['timeout a=1', 'a=1', 'timeout a=1'],
    ['a=1', 'a=1', 'a=1'],
    // The current text is not a query, so it starts over.
    ['(timeout', 'a=1', 'a=1'],
    ['x'.repeat(MAX_QUERY_LENGTH), 'a=1', undefined],
  ] as const) {
    it(`is ${expected} from ${query?.slice(0, 30) ?? 'nothing'}`, () => {
      assert.equal(narrow(query, condition), expected);
    });
  }

  it('finds the log whose attribute was clicked, whatever its name and value are', () => {
    const value = fc.oneof(
      fc.string({ maxLength: 40, unit: 'grapheme' }),
      fc.double(),
      fc.boolean(),
    );
    const attributes = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), value, {
      minKeys: 1,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(attributes, (some) => {
        const one = log('l1', 1, { attributes: JSON.parse(JSON.stringify(some)) });
        for (const { name, value: text, scalar } of flatten(one.attributes ?? {})) {
          const query = narrow(undefined, attributeIs(name, text));
          assert.ok(scalar && query !== undefined, `${name} ${text}`);
          assert.ok(matches(queryOf(query), one), query);
        }
      }),
    );
  });

  it('finds by own fields and words, even those with a meaning in a query', () => {
    const one = log('l1', 1, { severity: 'ERROR', modified_data: 'NOT a b-c, a=b "x" (y)' });
    for (const condition of [
      fieldIs('severity', 'ERROR'),
      fieldIs('source', 'json_upload'),
      hasWord('NOT'),
      hasWord('b-c'),
      hasWord('a=b'),
    ]) {
      assert.ok(matches(queryOf(condition), one), condition);
    }
    assert.equal(attributeIs('severity', 'x'), 'attributes.severity=x');
  });
});
