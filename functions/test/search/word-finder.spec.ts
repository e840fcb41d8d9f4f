import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { fold } from '../../src/search/fold.js';
import type { Words } from '../../src/search/query.js';
import { tokensOf } from '../../src/search/tokens.js';
import { WordFinder } from '../../src/search/word-finder.js';
import { readWords } from '../../src/search/words.js';

/** Looks for one of them alone, as slowly as its definition says. */
function has(text: string, words: Words): boolean {
  const { atoms, wholes } = tokensOf(fold(text));
  if (words.kind === 'whole') return wholes.includes(words.word);
  const wanted = words.kind === 'atom' ? [words.word] : words.atoms;
  const isLast = (n: number) => words.kind === 'prefix' && n === wanted.length - 1;
  return atoms.some((_, at) =>
    wanted.every((atom, n) =>
      isLast(n) ? atoms[at + n]?.startsWith(atom) === true : atoms[at + n] === atom,
    ),
  );
}

const piece = fc.constantFrom(
  'a',
  'b',
  'ab',
  'aab',
  'abc',
  '接',
  '続',
  '𝒳',
  ' ',
  ' ',
  '_',
  '/',
  '.',
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
const words = fc
  .tuple(fc.array(piece, { minLength: 1, maxLength: 8 }), fc.constantFrom('', '*', '"'))
  .map(([pieces, form]) => readWords(pieces.join('') + (form === '*' ? '*' : ''), form === '"'))
  .filter((found) => found !== undefined);

describe('WordFinder', () => {
  it('finds in one pass what a search for each of the words finds', () => {
    fc.assert(
      fc.property(
        fc.array(words, { minLength: 1, maxLength: 30 }),
        fc.array(text, { maxLength: 3 }),
        (all, texts) => {
          const finder = new WordFinder();
          const places = all.map((one) => finder.add(one));
          const found = finder.find(texts);
          for (const [n, one] of all.entries()) {
            const place = places[n] ?? -1;
            assert.equal(
              found[place] === 1,
              texts.some((of) => has(of, one)),
              JSON.stringify(one),
            );
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('finds nested prefixes of any depth, in time that does not grow with their number', () => {
    const finder = new WordFinder();
    const places = Array.from({ length: 270 }, (_, n) => {
      const before = Array.from({ length: n }, () => 'a');
      const prefix = (last: string) =>
        finder.add({ kind: 'prefix', atoms: [...before, last], text: before.join(' ') });
      return [prefix('b'), prefix('cc')] as const;
    });
    const startedAt = performance.now();
    const found = finder.find([`${'a '.repeat(450_000)}b1 c`, `${'a '.repeat(99)}ccc`]);
    assert.ok(performance.now() - startedAt < 2000);
    assert.deepEqual(
      places.map(([b, cc]) => [found[b], found[cc]]),
      places.map((_, n) => [1, n < 100 ? 1 : 0]),
    );
  });

  it('finds words that are added after a search', () => {
    const finder = new WordFinder();
    const first = finder.add({ kind: 'phrase', atoms: ['a', 'b'], text: 'a b' });
    assert.equal(finder.find(['a b c'])[first], 1);
    const second = finder.add({ kind: 'phrase', atoms: ['b', 'c'], text: 'b c' });
    const found = finder.find(['a b c']);
    assert.deepEqual([found[first], found[second]], [1, 1]);
  });

  it('gives the same words the same place', () => {
    const finder = new WordFinder();
    const phrase = { kind: 'phrase', atoms: ['a', 'b'], text: 'a b' } as const;
    assert.equal(finder.add(phrase), finder.add(phrase));
    assert.equal(finder.find(['a']).length, 1);
  });
});
