import assert from 'node:assert/strict';

import { checkSync } from 'recheck';

import { type Expression, expressionsOfRedactor } from './expressions.js';

describe('the redactor’s patterns', function () {
  let expressions: Expression[] = [];

  before(() => {
    expressions = expressionsOfRedactor();
  });

  it('are found in its source and among those it builds', () => {
    const literals = expressions.filter(({ where }) => where !== 'new RegExp');
    const built = expressions.filter(({ where }) => where === 'new RegExp');
    assert.ok(literals.length > 100 && built.length > 50, `${literals.length}, ${built.length}`);
  });

  it('bound every repetition', () => {
    for (const { source, where } of expressions) {
      // A single class has nothing to backtrack over.
      if (/^(?:\\\w|\[[^\]]*\])\+$/.test(source)) continue;
      const outsideClasses = source.replaceAll(/\\./g, '').replaceAll(/\[[^\]]*\]/g, '');
      assert.doesNotMatch(outsideClasses, /[*+]|\{\d+,\}/, `${where}: ${source}`);
    }
  });

  // `recheck` mistakes bounded repetitions for unbounded ones in its polynomial cases; where it
  // does, the bound on the repetition and on the text it is run on (a window) is the proof.
  it('have no exponential worst case', () => {
    for (const { source, flags, where } of expressions) {
      const outcome = checkSync(source, flags.replace(/[dgy]/g, ''), {
        timeout: 2_000,
        checker: 'automaton',
      });
      const found = outcome.status === 'vulnerable' ? outcome.complexity.type : 'safe';
      assert.notEqual(found, 'exponential', `${where}: ${source}`);
    }
  });
});
