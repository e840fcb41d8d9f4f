import assert from 'node:assert/strict';
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import {
  collection,
  getCountFromServer,
  getDocsFromServer,
  orderBy,
  query,
  Timestamp,
  where,
  type Firestore,
  type Query,
} from 'firebase/firestore';
import { type Filter, filtersOf, isInstant } from '../../src/search/filters.js';
import { firestoreOf, openEnvironment, seed } from './environment.js';
import { answered, isAllowed } from './operations.js';
import { READER_QUERIES, SEEDED, type ReaderQuery } from './reader-queries.js';

function build(firestore: Firestore, wanted: ReaderQuery): Query {
  const documents = collection(firestore, `tenants/acme/${wanted.collection}`);
  if (wanted.collection === 'dead_letters') {
    const { reason } = wanted;
    const conditions = reason === undefined ? [] : [where('reason', '==', reason)];
    return query(documents, ...conditions, orderBy('dead_at', 'desc'));
  }
  if (wanted.collection === 'alert_notices') {
    const { alertId } = wanted;
    const conditions = alertId === undefined ? [] : [where('alert_id', '==', alertId)];
    return query(documents, ...conditions, orderBy('fired_at', 'desc'));
  }
  const { asked } = wanted;
  return query(
    documents,
    ...filtersOf(asked).map(({ field, operator, value }) => where(field, operator, toSdk(value))),
    orderBy('time', asked.oldestFirst === true ? 'asc' : 'desc'),
  );
}

const toSdk = (value: Filter['value']) =>
  isInstant(value) ? new Timestamp(value.seconds, value.nanos) : value;

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

    it(`finds ${asked.name}, in order, of one tenant`, async () => {
      const wanted = build(ofLogs ? reader : admin, asked);
      const found = await answered(() => getDocsFromServer(wanted));
      assert.deepEqual(
        found.docs.map(({ id }) => id),
        asked.finds,
      );
    });

    it(`counts ${asked.name}`, async () => {
      const wanted = build(ofLogs ? reader : admin, asked);
      const counted = await answered(() => getCountFromServer(wanted));
      assert.equal(counted.data().count, asked.finds.length);
    });

    it(`refuses ${asked.name} to an admin of another tenant`, async () => {
      assert.equal(await isAllowed(() => getDocsFromServer(build(stranger, asked))), false);
    });
  }
});
