import assert from 'node:assert/strict';

import { flatten } from '../../src/documents/flatten.js';

describe('attributes by their paths', () => {
  it('are listed by path, in order of name', () => {
    assert.deepEqual(
      flatten({
        http: { status: 500, ok: false },
        hosts: ['a', { name: 'b' }],
        'a.b': null,
        'c[0]': 1,
      }).map(({ path, name, value }) => [path, name, value]),
      [
        ['a.b', 'a.b', 'null'],
        ['c[0]', 'c[0]', '1'],
        ['hosts[0]', 'hosts', 'a'],
        ['hosts[1].name', 'hosts.name', 'b'],
        ['http.ok', 'http.ok', 'false'],
        ['http.status', 'http.status', '500'],
      ],
    );
  });

  it('show empty values as such, and are empty without attributes', () => {
    assert.deepEqual(flatten({ list: [], map: {}, text: '' }), [
      { path: 'list', name: 'list', value: '[]', scalar: false },
      { path: 'map', name: 'map', value: '{}', scalar: false },
      { path: 'text', name: 'text', value: '', scalar: true },
    ]);
    assert.deepEqual(flatten({}), []);
  });
});
