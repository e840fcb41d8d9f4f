import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { encodeTexts, toValue } from '../../../src/adapters/firestore-rest/values.js';

describe('encodeTexts', () => {
  it('encodes any texts as the JSON of the same array’s value', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(',', '"', '\\', 'a') }),
    );
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        assert.equal(encodeTexts(texts), JSON.stringify(toValue(texts)));
      }),
      { numRuns: 2_000 },
    );
  });
});
