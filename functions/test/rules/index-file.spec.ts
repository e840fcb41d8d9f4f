import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { LOG_FIELD_NAMES } from '../../src/contract/processed-log.js';
import { DEFAULT_READER_SETTINGS, SEARCH_MODES } from '../../src/contract/reader-settings.js';
import { indexOf } from '../../src/search/filters.js';
import { planHistogram } from '../../src/search/histogram.js';
import { parseQuery } from '../../src/search/parse-query.js';
import { planSearch } from '../../src/search/plan.js';
import { someQueries } from '../search/random-logs.js';
import { readIndexFile, validateAsDeployDoes } from './index-file.js';
import { READER_QUERIES, type ReaderQuery } from './reader-queries.js';

const { indexes, fieldOverrides } = readIndexFile();

/**
 * No field of a stored log is indexed by itself: a reader's query names the shard and the time at
 * least, and the composite indexes serve it.
 */
const OF_A_LOG = Object.fromEntries(LOG_FIELD_NAMES.map((name) => [name, 'none'] as const));

const INDEXING: Record<string, Record<string, 'none'>> = {
  processed_logs: OF_A_LOG,
  restricted: { expires_at: 'none', original_text: 'none' },
  alert_matches: {
    alert_id: 'none',
    expires_at: 'none',
    ids: 'none',
    lines: 'none',
    logs: 'none',
    received_at: 'none',
  },
  alert_notices: {
    condition: 'none',
    count: 'none',
    deliveries: 'none',
    expires_at: 'none',
    from: 'none',
    lines: 'none',
    name: 'none',
    query: 'none',
    to: 'none',
  },
  alert_secrets: { targets: 'none' },
  dead_letters: { detail: 'none', expires_at: 'none', payload: 'none', traceparent: 'none' },
};

const composite = (collection: string, fields: readonly string[]) =>
  `${collection}: ${fields.join(', ')}`;

const COMPOSITES = indexes.map(({ collectionGroup, fields }) =>
  composite(
    collectionGroup,
    fields.map(({ fieldPath, order, arrayConfig }) => `${fieldPath} ${order ?? arrayConfig}`),
  ),
);

/** The composite index that a query asks for; none for one that only sorts. */
function compositeFor(query: ReaderQuery): string | undefined {
  if (query.collection === 'processed_logs') {
    return composite(query.collection, indexOf(query.asked));
  }
  if (query.collection === 'alert_notices') {
    return query.alertId === undefined
      ? undefined
      : composite(query.collection, ['alert_id ASCENDING', 'fired_at DESCENDING']);
  }
  return query.reason === undefined
    ? undefined
    : composite(query.collection, ['reason ASCENDING', 'dead_at DESCENDING']);
}

/** Queries of the functions, which are not limited to one tenant. */
const OF_THE_FUNCTIONS = [
  // The batches of an alert by time, and how many logs these are.
  composite('alert_matches', ['alert_id ASCENDING', 'received_at ASCENDING']),
  composite('alert_matches', ['alert_id ASCENDING', 'received_at ASCENDING', 'logs ASCENDING']),
];

const overridesOf = (collection: string) =>
  fieldOverrides.filter(({ collectionGroup }) => collectionGroup === collection);

describe('firestore.indexes.json', () => {
  it('is accepted by firebase deploy', () => {
    validateAsDeployDoes(readIndexFile());
  });

  it('would be refused with a misspelt order, scope or override', () => {
    const broken = [
      { indexes: [{ ...indexes[0], fields: [{ fieldPath: 'reason', order: 'UP' }] }] },
      { indexes: [{ ...indexes[0], queryScope: 'EVERYWHERE' }] },
      { indexes: [], fieldOverrides: [{ collectionGroup: 'processed_logs', fieldPath: 'x' }] },
    ];
    for (const file of broken) assert.throws(() => validateAsDeployDoes(file));
  });

  for (const query of READER_QUERIES) {
    it(`serves ${query.name}`, () => {
      const needed = compositeFor(query);
      if (needed) assert.ok(COMPOSITES.includes(needed), `no index ${needed}`);
      // Firestore's own index of the one field serves it.
      else
        assert.ok(
          !overridesOf(query.collection).some(({ fieldPath }) =>
            ['dead_at', 'fired_at'].includes(fieldPath),
          ),
        );
    });
  }

  it('serves every query that a search or a histogram plans', () => {
    fc.assert(
      fc.property(
        someQueries,
        fc.constantFrom(1, 7, 20),
        fc.constantFrom(...SEARCH_MODES),
        (text, shards, search) => {
          const parsed = parseQuery(text);
          assert.ok(parsed.ok);
          const settings = { ...DEFAULT_READER_SETTINGS, shards, search };
          for (const plan of planSearch(parsed.query, {}, settings)) {
            const bars = planHistogram(plan, { from: 0, to: 60_000 })?.bars ?? [];
            const counts = bars.flatMap(({ levels }) => Object.values(levels).flat());
            for (const query of [...plan.queries, ...counts]) {
              const needed = composite('processed_logs', indexOf(query));
              assert.ok(COMPOSITES.includes(needed), `no index ${needed}`);
            }
          }
        },
      ),
    );
  });

  it('begins every index of logs with the shard, or one end of it would take every write', () => {
    for (const index of COMPOSITES.filter((one) => one.startsWith('processed_logs'))) {
      assert.match(index, /^processed_logs: shard ASCENDING, /);
    }
  });

  it('holds no index that no query uses', () => {
    const used = new Set([...READER_QUERIES.map(compositeFor), ...OF_THE_FUNCTIONS]);
    assert.deepEqual(
      COMPOSITES.filter((index) => !used.has(index)),
      [],
    );
  });

  it('indexes no collection group, as no query may span tenants', () => {
    for (const { queryScope } of indexes) assert.equal(queryScope, 'COLLECTION');
  });

  it('spans tenants only for the functions, by when no-log alerts are due', () => {
    const spanning = fieldOverrides.filter(({ indexes: kept }) =>
      JSON.stringify(kept).includes('COLLECTION_GROUP'),
    );
    assert.deepEqual(
      spanning.map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`),
      ['alert_absences.due_at'],
    );
  });

  for (const [collection, fields] of Object.entries(INDEXING)) {
    it(`has no single-field index of ${collection} that no query uses`, () => {
      const found = overridesOf(collection).map(({ fieldPath, indexes: kept }) => [
        fieldPath,
        kept,
      ]);
      const wanted = Object.keys(fields).map((field) => [field, []]);
      assert.deepEqual(Object.fromEntries(found), Object.fromEntries(wanted));
    });
  }

  it('expires logs, their originals, alert records and dead letters by expires_at', () => {
    const expiring = fieldOverrides.filter(({ ttl }) => ttl);
    assert.deepEqual(
      expiring.map(({ collectionGroup, fieldPath }) => `${collectionGroup}.${fieldPath}`),
      [
        'dead_letters.expires_at',
        'processed_logs.expires_at',
        'restricted.expires_at',
        'alert_matches.expires_at',
        'alert_notices.expires_at',
      ],
    );
  });
});
