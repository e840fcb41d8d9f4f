import assert from 'node:assert/strict';
import type { ProcessedLog } from '../../src/contract/processed-log.js';
import { readIndexFile, validateAsDeployDoes } from './index-file.js';
import { READER_QUERIES, type ReaderQuery } from './reader-queries.js';

const { indexes, fieldOverrides } = readIndexFile();

/** The single-field indexes of a field: none, or one. */
const OVERRIDE = { none: [], 'newest first': [{ order: 'DESCENDING', queryScope: 'COLLECTION' }] };

type Indexing = keyof typeof OVERRIDE;

/**
 * How each field of a stored log is indexed by itself: a new field must choose. Readers ask for a
 * source or a severity only newest first, which the composite indexes serve.
 */
const OF_A_LOG: Record<keyof ProcessedLog, Indexing> = {
  attributes: 'none',
  content_hash: 'none',
  expires_at: 'none',
  modified_data: 'none',
  original_text: 'none',
  processed_at: 'newest first',
  received_at: 'none',
  redactions: 'none',
  redactor_version: 'none',
  repairs: 'none',
  request_id: 'none',
  severity: 'none',
  source: 'none',
  split: 'none',
  timestamp: 'none',
};

const INDEXING: Record<string, Record<string, Indexing>> = {
  processed_logs: OF_A_LOG,
  restricted: { expires_at: 'none', original_text: 'none' },
  dead_letters: { detail: 'none', expires_at: 'none', payload: 'none', traceparent: 'none' },
};

const composite = (collection: string, fields: readonly string[]) =>
  `${collection}: ${fields.join(', ')}`;

const COMPOSITES = indexes.map(({ collectionGroup, fields }) =>
  composite(
    collectionGroup,
    fields.map(({ fieldPath, order }) => `${fieldPath} ${order}`),
  ),
);

/** The composite index that a query asks for; none for one that only sorts. */
function compositeFor({ collection, equals = {}, newestBy }: ReaderQuery): string | undefined {
  // Of fields tested for equality the order is free; the file names them as the design does.
  const fields = ['source', 'severity', 'reason'].filter((field) => field in equals);
  assert.equal(fields.length, Object.keys(equals).length);
  if (fields.length === 0) return undefined;
  return composite(collection, [
    ...fields.map((field) => `${field} ASCENDING`),
    `${newestBy} DESCENDING`,
  ]);
}

const overridesOf = (collection: string) =>
  fieldOverrides.filter(({ collectionGroup }) => collectionGroup === collection);

describe('firestore.indexes.json', () => {
  it('is taken by firebase deploy', () => {
    validateAsDeployDoes(readIndexFile());
  });

  it('would not be taken with a misspelt order, scope or override', () => {
    const broken = [
      { indexes: [{ ...indexes[0], fields: [{ fieldPath: 'reason', order: 'UP' }] }] },
      { indexes: [{ ...indexes[0], queryScope: 'EVERYWHERE' }] },
      { indexes: [], fieldOverrides: [{ collectionGroup: 'processed_logs', fieldPath: 'x' }] },
    ];
    for (const file of broken) assert.throws(() => validateAsDeployDoes(file));
  });

  for (const query of READER_QUERIES) {
    it(`serves ${query.name}, newest first`, () => {
      const needed = compositeFor(query);
      if (needed) assert.ok(COMPOSITES.includes(needed), `no index ${needed}`);
      const override = overridesOf(query.collection).find(
        ({ fieldPath }) => fieldPath === query.newestBy,
      );
      if (override) assert.deepEqual(override.indexes, OVERRIDE['newest first']);
    });
  }

  it('holds no index that no query uses', () => {
    const used = new Set(READER_QUERIES.map(compositeFor));
    assert.deepEqual(
      COMPOSITES.filter((index) => !used.has(index)),
      [],
    );
  });

  it('indexes no collection group, as no query may span tenants', () => {
    for (const { queryScope } of indexes) assert.equal(queryScope, 'COLLECTION');
  });

  for (const [collection, fields] of Object.entries(INDEXING)) {
    it(`has no single-field index of ${collection} that no query uses`, () => {
      const found = overridesOf(collection).map(({ fieldPath, indexes: kept }) => [
        fieldPath,
        kept,
      ]);
      const wanted = Object.entries(fields).map(([field, indexing]) => [field, OVERRIDE[indexing]]);
      assert.deepEqual(Object.fromEntries(found), Object.fromEntries(wanted));
    });
  }

  it('expires logs, the restricted originals beneath them and dead letters by expires_at', () => {
    const expiring = fieldOverrides.filter(({ ttl }) => ttl);
    assert.deepEqual(
      expiring.map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`),
      ['dead_letters.expires_at', 'processed_logs.expires_at', 'restricted.expires_at'],
    );
  });
});
