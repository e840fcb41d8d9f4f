import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { collectTerms } from '../../../src/search/terms.js';
import { encodeTexts, toValue } from '../../../src/adapters/firestore-rest/values.js';

describe('encodeTexts', () => {
  it('encodes any texts as the JSON of the same array’s value', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(',', '"', '\\', 'a') }),
    );
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        assert.equal(encodeTexts({ list: texts }), JSON.stringify(toValue(texts)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('encodes the terms of any log, told whether they need escapes', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', '\ud83d', '\udca9', '接', '/') }),
    );
    fc.assert(
      fc.property(text, fc.dictionary(text, text, { maxKeys: 3 }), (modified_data, attributes) => {
        const log = { modified_data, attributes, source: 'json_upload' };
        const { terms, isPlain } = collectTerms(log, 'full');
        const encoded = encodeTexts({ list: terms, arePlain: isPlain });
        assert.equal(encoded, JSON.stringify(toValue(terms)));
      }),
      { numRuns: 5_000 },
    );
  });
});
