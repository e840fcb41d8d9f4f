import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { fold } from '../../src/search/fold.js';
import { tokensOf } from '../../src/search/tokens.js';

const TEXTS: [string, string, string[], string[]][] = [
  ['words', 'Connection refused!', ['connection', 'refused'], []],
  ['an id', 'user_id-7', ['user', 'id', '7'], ['user_id-7']],
  ['an address', 'at 10.0.0.1, then', ['at', '10', '0', '0', '1', 'then'], ['10.0.0.1']],
  [
    'a path and the id in it',
    '/orders/550e-e29b/',
    ['orders', '550e', 'e29b'],
    ['550e-e29b', 'orders/550e-e29b'],
  ],
  [
    'a URL and its host',
    'http://shop.example/a?b=c',
    ['http', 'shop', 'example', 'a', 'b', 'c'],
    ['shop.example', 'http://shop.example/a'],
  ],
  ['joints without atoms', '--- :: ../..', [], []],
  ['a sentence’s end', 'refused. Next', ['refused', 'next'], []],
  ['full-width letters', 'ＡＢＣ１', ['abc1'], []],
  ['accents however they are composed', 'Cafe\u0301', ['café'], []],
  ['a script without spaces', '接続 error失敗', ['接', '続', 'error', '失', '敗'], []],
  ['letters beyond the BMP', '𐐀b 𠀀', ['𐐨b', '𠀀'], []],
  ['emoji, which are no letters', 'ok 🔥\ufe0f done', ['ok', 'done'], []],
];

describe('tokensOf', () => {
  for (const [what, text, atoms, wholes] of TEXTS) {
    it(`splits ${what}`, () => {
      assert.deepEqual(tokensOf(fold(text)), { atoms, wholes });
    });
  }

  it('finds the same atoms in a whole text as in its pieces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { atoms, wholes } = tokensOf(fold(text));
        const known = new Set(atoms);
        for (const whole of wholes) {
          const inside = tokensOf(whole);
          assert.ok(inside.atoms.length > 1);
          assert.ok(inside.atoms.every((atom) => known.has(atom)));
          assert.equal(inside.wholes.at(-1), whole);
        }
      }),
    );
  });
});
