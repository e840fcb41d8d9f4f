import assert from 'node:assert/strict';

import { columnValue, MAX_COLUMNS, readColumns, toggleColumn } from '../../src/logs/columns.js';
import { log } from '../logs.js';

describe('columns of attributes', () => {
  it('are added and removed, and never too many', () => {
    assert.deepEqual(toggleColumn(['a'], 'b'), ['a', 'b']);
    assert.deepEqual(toggleColumn(['a', 'b'], 'a'), ['b']);
    assert.deepEqual(toggleColumn(['a', 'b', 'c', 'd'], 'e'), ['b', 'c', 'd', 'e']);
  });

  it('ignore stored values that are not columns', () => {
    assert.deepEqual(readColumns('x'), []);
    assert.deepEqual(readColumns([1, 'a', null]), ['a']);
    assert.equal(readColumns(Array.from('abcdefgh')).length, MAX_COLUMNS);
  });

  it('show a log’s value at that path', () => {
    const one = log('a', 1, { attributes: { http: { status: 500 }, hosts: ['x', 'y'] } });
    assert.equal(columnValue(one, 'http.status'), '500');
    assert.equal(columnValue(one, 'hosts'), 'x, y');
    assert.equal(columnValue(one, 'nothing'), '');
  });
});
