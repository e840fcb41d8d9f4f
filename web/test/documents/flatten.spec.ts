import assert from 'node:assert/strict';

import { flatten } from '../../src/documents/flatten.js';

describe('attributes by their paths', () => {
  it('are named by where they are, in the order of their names', () => {
    assert.deepEqual(
      flatten({ http: { status: 500, ok: false }, hosts: ['a', { name: 'b' }], 'a.b': null }),
      [
        ['a.b', 'null'],
        ['hosts[0]', 'a'],
        ['hosts[1].name', 'b'],
        ['http.ok', 'false'],
        ['http.status', '500'],
      ],
    );
  });

  it('show what is empty as such, and are none of none', () => {
    assert.deepEqual(flatten({ list: [], map: {}, text: '' }), [
      ['list', '[]'],
      ['map', '{}'],
      ['text', ''],
    ]);
    assert.deepEqual(flatten({}), []);
  });
});
