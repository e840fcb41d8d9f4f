import assert from 'node:assert/strict';
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import {
  collection,
  getCountFromServer,
  getDocsFromServer,
  limit,
  orderBy,
  query,
  where,
  type Firestore,
  type Query,
} from 'firebase/firestore';
import { firestoreOf, openEnvironment, seed } from './environment.js';
import { isAllowed } from './operations.js';
import { READER_QUERIES, SEEDED, type ReaderQuery } from './reader-queries.js';

function build(firestore: Firestore, asked: ReaderQuery): Query {
  const { newestBy, equals = {}, between } = asked;
  return query(
    collection(firestore, `tenants/acme/${asked.collection}`),
    ...Object.entries(equals).map(([field, value]) => where(field, '==', value)),
    ...(between ? [where(newestBy, '>=', between[0]), where(newestBy, '<', between[1])] : []),
    orderBy(newestBy, 'desc'),
    ...(asked.limit === undefined ? [] : [limit(asked.limit)]),
  );
}

describe("firestore.rules: a reader's queries", () => {
  let environment: RulesTestEnvironment;
  let admin: Firestore;
  let reader: Firestore;
  let stranger: Firestore;

  before(async () => {
    environment = await openEnvironment('demo-rules-queries');
    await seed(environment, SEEDED);
    admin = firestoreOf(environment, { claims: { tenant_id: 'acme', role: 'admin' } });
    reader = firestoreOf(environment, { claims: { tenant_id: 'acme' } });
    stranger = firestoreOf(environment, { claims: { tenant_id: 'acme_corp', role: 'admin' } });
  });

  after(() => environment?.cleanup());

  for (const asked of READER_QUERIES) {
    const ofLogs = asked.collection === 'processed_logs';

    it(`finds ${asked.name}, newest first, of one tenant`, async () => {
      const found = await getDocsFromServer(build(ofLogs ? reader : admin, asked));
      assert.deepEqual(
        found.docs.map(({ id }) => id),
        asked.finds,
      );
    });

    it(`counts ${asked.name}`, async () => {
      const counted = await getCountFromServer(build(ofLogs ? reader : admin, asked));
      assert.equal(counted.data().count, asked.finds.length);
    });

    it(`refuses ${asked.name} to an admin of another tenant`, async () => {
      assert.equal(await isAllowed(getDocsFromServer(build(stranger, asked))), false);
    });
  }
});
