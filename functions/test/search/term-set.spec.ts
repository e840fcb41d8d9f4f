import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { MAX_TERMS } from '../../src/limits.js';
import { TermSet } from '../../src/search/term-set.js';

describe('TermSet', () => {
  it('keeps what a Set keeps, in its order, set after set', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'b', 'é', '\ud83d', '\udca9'),
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.array(word, { maxLength: MAX_TERMS }), (words) => {
        const set = new TermSet();
        for (const one of words) {
          const text = `x${one}y`;
          if (!set.has(text, 1, text.length - 1)) set.add(text, 1, text.length - 1);
        }
        assert.deepEqual(set.terms, [...new Set(words)]);
      }),
    );
  });

  it('takes as many as a log may have', () => {
    const set = new TermSet();
    const words = Array.from({ length: MAX_TERMS }, (_, n) => `word${n}`);
    for (const one of [...words, ...words]) {
      if (!set.has(one, 0, one.length)) set.add(one, 0, one.length);
    }
    assert.deepEqual(set.terms, words);
  });
});
