import assert from 'node:assert/strict';

import { differences } from '../../../operate/monitoring/differences.js';
import { labelsOf } from '../../../operate/monitoring/managed.js';

describe('differences', () => {
  for (const [what, found, wanted, expected] of [
    ['the same', { a: [{ b: 1 }] }, { a: [{ b: 1 }] }, []],
    ['what Google adds', { a: 1, etag: 'e' }, { a: 1 }, []],
    ['a zero that is left out', {}, { a: 0, b: '', c: [], d: { e: 0 } }, []],
    ['a zero that is no longer one', { a: 5 }, { a: 0 }, ['a']],
    ['an enumeration that is not set', { a: 'TARGET_AXIS_UNSPECIFIED' }, {}, []],
    ['another value', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, ['a.0.b']],
    ['a list that is longer', { a: [1, 2] }, { a: [1] }, ['a']],
    ['a thing that is gone', {}, { a: { b: 1 } }, ['a']],
  ] as const) {
    it(`finds ${expected.length === 0 ? 'none' : expected[0]} in ${what}`, () => {
      assert.deepEqual(differences(found, wanted), expected);
    });
  }

  it('shows by a label that a field was removed from a file', () => {
    const before = labelsOf({ severity: 'ERROR', displayName: 'x' });
    const after = labelsOf({ displayName: 'x' });
    assert.deepEqual(differences({ ...before }, after), ['spec']);
    for (const value of Object.values(after)) assert.match(value, /^[a-z0-9_-]{1,63}$/);
  });
});
