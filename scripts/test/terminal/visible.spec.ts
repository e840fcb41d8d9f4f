import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { formatTable } from '../../terminal/table.js';
import { visible } from '../../terminal/visible.js';

describe('visible', () => {
  for (const [name, text, shown] of [
    ['a terminal’s colours', 'a\u001b[31mb', 'a\\u001b[31mb'],
    ['the 8-bit form of them', '\u009b31m', '\\u009b31m'],
    ['a change of direction', 'evil\u202egpj.exe', 'evil\\u202egpj.exe'],
    ['a return to the start of the line', 'all well\rdeleted', 'all well\\u000ddeleted'],
    ['a tag that no font shows', 'a\u{e0041}b', 'a\\udb40\\udc41b'],
    ['half a surrogate pair', 'a\ud83d', 'a\\ud83d'],
    ['words of any script, lines and tabs', 'für 東京\n\tไทย 👍', 'für 東京\n\tไทย 👍'],
  ] as const) {
    it(`shows ${name} as an escape`, () => {
      assert.equal(visible(text), shown);
    });
  }

  it('leaves the meaning of JSON unchanged', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), (json) => {
        assert.deepEqual(JSON.parse(visible(json)), JSON.parse(json));
        assert.doesNotMatch(visible(json), /[^\P{C}\n\t]/u);
      }),
      { seed: 1 },
    );
  });

  it('is applied before a table is laid out', () => {
    const [above = '', row = ''] = formatTable(['name'], [['a\u200bb']])
      .split('\n')
      .slice(2);
    assert.ok(row.includes('a\\u200bb'));
    assert.equal(row.length, above.length);
  });
});
