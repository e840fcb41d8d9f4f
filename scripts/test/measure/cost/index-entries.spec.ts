import assert from 'node:assert/strict';

import { documentBytes } from '../../../../functions/src/process/document-size.js';
import { indexEntries, type Indexes } from '../../../measure/cost/index-entries.js';

// The document that Firestore's page on storage sizes counts through; its boolean is left out.
const PATH = 'users/jeff/tasks/my_task_id';
const TASK = { type: 'Personal', priority: 1, description: 'Learn Cloud Firestore' };

const overrides = (...fields: string[]): Indexes => ({
  indexes: [],
  fieldOverrides: fields.map((fieldPath) => ({
    collectionGroup: 'tasks',
    fieldPath,
    indexes: [],
  })),
});

describe('the size of documents and index entries', () => {
  it('matches the documentation for a document', () => {
    // 44 for the name, 14 + 17 + 34 for the fields, 32.
    assert.equal(documentBytes(PATH, TASK), 141);
  });

  it('matches the documentation for a field: two entries, each with both names', () => {
    const entries = indexEntries(overrides('type', 'description'), PATH, TASK);
    // 44 for the document, 27 for users/jeff, 9 for the field, 8 for its value, 32.
    assert.deepEqual(entries, [
      { index: 'priority', bytes: 120 },
      { index: 'priority', bytes: 120 },
    ]);
  });

  it('matches the documentation for a composite index, without field names', () => {
    const composite = {
      ...overrides(...Object.keys(TASK)),
      indexes: [
        { collectionGroup: 'tasks', fields: [{ fieldPath: 'type' }, { fieldPath: 'priority' }] },
      ],
    };
    // 44, 27, 9 for Personal, 8, 32.
    assert.deepEqual(indexEntries(composite, PATH, TASK), [
      { index: 'type, priority', bytes: 120 },
    ]);
    const { priority: _, ...without } = TASK;
    assert.deepEqual(indexEntries(composite, PATH, without), [], 'a field is missing');
  });

  it('counts an entry for each member of an array in a composite index', () => {
    const [type, list] = [{ fieldPath: 'type' }, { fieldPath: 'list', arrayConfig: 'CONTAINS' }];
    const composite = {
      ...overrides('type', 'list'),
      indexes: [{ collectionGroup: 'tasks', fields: [type, list] }],
    };
    // 44, 27, 9 for Personal, 2 and 3 for the members, 32.
    assert.deepEqual(indexEntries(composite, PATH, { type: 'Personal', list: ['a', 'bc'] }), [
      { index: 'type, list', bytes: 114 },
      { index: 'type, list', bytes: 115 },
    ]);
  });

  it('counts the one entry that an override leaves', () => {
    const { indexes, fieldOverrides } = overrides('type', 'description');
    const one = { collectionGroup: 'tasks', fieldPath: 'priority', indexes: [{}] };
    const entries = indexEntries({ indexes, fieldOverrides: [...fieldOverrides, one] }, PATH, TASK);
    assert.equal(entries.length, 1);
  });

  it('counts the fields of a map and the members of an array', () => {
    const document = { map: { a: 1, b: { c: 2 } }, list: [1, 2, 3] };
    assert.deepEqual(
      indexEntries(overrides(), PATH, document).map(({ index }) => index),
      ['map.a', 'map.a', 'map.b.c', 'map.b.c', 'list', 'list', 'list'],
    );
  });

  it('counts no more than 1500 bytes of a value, and nothing of other collections', () => {
    const [entry] = indexEntries(overrides(), PATH, { text: 'a'.repeat(5_000) });
    assert.equal(entry?.bytes, 44 + 27 + 5 + 1_500 + 32);
    const elsewhere = indexEntries(overrides('text'), 'users/jeff/notes/n', { text: 'a' });
    assert.equal(elsewhere.length, 2);
  });
});
