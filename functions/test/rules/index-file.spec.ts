import assert from 'node:assert/strict';
import type { ProcessedLog } from '../../src/contract/processed-log.js';
import { readIndexFile, validateAsDeployDoes } from './index-file.js';
import { READER_QUERIES, type ReaderQuery } from './reader-queries.js';

const { indexes, fieldOverrides } = readIndexFile();

/** The fields of a stored log that no reader filters or sorts by: a new field must choose. */
const UNQUERIED_OF_A_LOG: Record<
  Exclude<keyof ProcessedLog, 'source' | 'severity' | 'processed_at'>,
  true
> = {
  attributes: true,
  content_hash: true,
  expires_at: true,
  modified_data: true,
  original_text: true,
  received_at: true,
  redactions: true,
  redactor_version: true,
  timestamp: true,
};

const UNQUERIED = {
  processed_logs: Object.keys(UNQUERIED_OF_A_LOG),
  restricted: ['expires_at', 'original_text'],
  dead_letters: ['detail', 'expires_at', 'payload'],
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

const exempt = (collection: string) =>
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
      const sorted = exempt(query.collection).map(({ fieldPath }) => fieldPath);
      assert.ok(!sorted.includes(query.newestBy), `${query.newestBy} is exempt`);
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

  for (const [collection, fields] of Object.entries(UNQUERIED)) {
    it(`exempts the fields of ${collection} that no query names, and no others`, () => {
      const overrides = exempt(collection);
      assert.deepEqual(overrides.map(({ fieldPath }) => fieldPath).toSorted(), fields);
      for (const override of overrides) assert.deepEqual(override.indexes, [], override.fieldPath);
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
