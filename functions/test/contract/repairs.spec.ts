import assert from 'node:assert/strict';

import { REPAIRS, Repairs, repairsSchema } from '../../src/contract/repairs.js';
import { MAX_REPAIRS } from '../../src/limits.js';

describe('Repairs', () => {
  it('names a place as a JSON Pointer', () => {
    const repairs = new Repairs();
    repairs.add(['a/b', 0, '~'], 'renamed');
    assert.deepEqual(repairs.list, [{ pointer: '/a~1b/0/~0', repair: 'renamed' }]);
  });

  it('lists a bounded number of repairs, but each kind at least once', () => {
    const repairs = new Repairs();
    for (let index = 0; index < 1_000; index += 1) repairs.add([index], 'nested_array');
    for (const word of Object.keys(REPAIRS)) repairs.add([], word as keyof typeof REPAIRS);
    assert.equal(repairs.list.length, MAX_REPAIRS + Object.keys(REPAIRS).length - 1);
    assert.ok(repairsSchema.safeParse(repairs.list).success);
  });

  it('lists the same repair once', () => {
    const repairs = new Repairs([{ pointer: '/a', repair: 'renamed' }]);
    repairs.add(['a'], 'renamed');
    assert.equal(repairs.list.length, 1);
  });

  it('names the nearest parent of a place whose name is long', () => {
    const repairs = new Repairs();
    repairs.add(['a', 'n'.repeat(2_000), 'b'], 'renamed');
    assert.deepEqual(repairs.list, [{ pointer: '/a', repair: 'renamed' }]);
    repairs.add(['n'.repeat(2_000)], 'too_deep');
    assert.ok(repairsSchema.safeParse(repairs.list).success);
  });
});
