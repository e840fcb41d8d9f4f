import assert from 'node:assert/strict';

import { checkSync } from 'recheck';

import { PATTERNS } from '../../src/redact/patterns.js';

describe('the redactor’s patterns', function () {
  this.timeout(60_000);

  it('are all there', () => {
    assert.ok(PATTERNS.length > 60, String(PATTERNS.length));
  });

  it('bound every repetition', () => {
    for (const { source } of PATTERNS) {
      const outsideClasses = source.replaceAll(/\\./g, '').replaceAll(/\[[^\]]*\]/g, '');
      assert.doesNotMatch(outsideClasses, /[*+]|\{\d+,\}/, source);
    }
  });

  // `recheck` takes a bounded repetition for an unbounded one in its polynomial cases; where it
  // does, the bound on the repetition and on the text it is run on (a window) is the proof.
  it('hold no exponential attack', () => {
    const distinct = new Map(
      PATTERNS.map(({ source, flags }) => [`${source}/${flags}`, { source, flags }]),
    );
    for (const { source, flags } of distinct.values()) {
      const outcome = checkSync(source, flags.replace(/[dgy]/g, ''), {
        timeout: 2_000,
        checker: 'automaton',
      });
      const found = outcome.status === 'vulnerable' ? outcome.complexity.type : 'safe';
      assert.notEqual(found, 'exponential', source);
    }
  });
});
