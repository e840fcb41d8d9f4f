import {
  collection,
  collectionGroup,
  deleteDoc,
  doc,
  getCountFromServer,
  getDocFromServer,
  getDocsFromServer,
  limit,
  orderBy,
  query,
  runTransaction,
  setDoc,
  updateDoc,
  where,
  writeBatch,
  type DocumentReference,
  type Firestore,
  type Query,
} from 'firebase/firestore';
import pRetry from 'p-retry';

import type { Resource } from './resources.js';

interface Target {
  readonly firestore: Firestore;
  readonly all: Query;
  /** A document that exists. */
  readonly existing: DocumentReference;
  /** A document that does not. */
  readonly absent: DocumentReference;
}

const DATA = { source: 'json_upload', modified_data: 'forged' };

const OPERATIONS = {
  get: ({ existing }) => getDocFromServer(existing),
  'read in a transaction': ({ firestore, existing }) =>
    runTransaction(firestore, (transaction) => transaction.get(existing)),
  list: ({ all }) => getDocsFromServer(all),
  query: ({ all }) =>
    getDocsFromServer(
      query(all, where('source', '==', 'json_upload'), orderBy('processed_at', 'desc'), limit(5)),
    ),
  count: ({ all }) => getCountFromServer(all),
  create: ({ absent }) => setDoc(absent, DATA),
  set: ({ existing }) => setDoc(existing, DATA),
  update: ({ existing }) => updateDoc(existing, DATA),
  delete: ({ existing }) => deleteDoc(existing),
  'write a batch': ({ firestore, existing, absent }) =>
    writeBatch(firestore).set(absent, DATA).delete(existing).commit(),
  'write in a transaction': ({ firestore, existing }) =>
    runTransaction(firestore, (transaction) => Promise.resolve(transaction.set(existing, DATA))),
} as const satisfies Record<string, (target: Target) => Promise<unknown>>;

export type Operation = keyof typeof OPERATIONS;

const ALL_OPERATIONS = Object.keys(OPERATIONS).filter(isOperation);
const GROUP_OPERATIONS: readonly Operation[] = ['list', 'query', 'count'];

/** Tries every operation that applies to the resource and returns those that the rules allow. */
export async function allowed(
  firestore: Firestore,
  resource: Resource,
  tenant: string,
): Promise<Operation[]> {
  const target = targetOf(firestore, resource, tenant);
  const operations = resource.id === undefined ? GROUP_OPERATIONS : ALL_OPERATIONS;
  const verdicts = await Promise.all(
    operations.map((name) => isAllowed(() => OPERATIONS[name](target))),
  );
  return operations.filter((_, index) => verdicts[index]);
}

/** The SDK gives up on a connection after 10 s, as on a busy machine: that is not the rules’ answer. */
export function answered<T>(attempt: () => Promise<T>): Promise<T> {
  return pRetry(attempt, {
    retries: 4,
    shouldRetry: ({ error }) => 'code' in error && error.code === 'unavailable',
  });
}

/** False if the rules refuse; any other failure is the test's own and is thrown. */
export async function isAllowed(attempt: () => Promise<unknown>): Promise<boolean> {
  try {
    await answered(attempt);
    return true;
  } catch (error) {
    // By code: the testing library loads a second copy of the SDK, whose classes are not ours.
    if (error instanceof Error && 'code' in error && error.code === 'permission-denied')
      return false;
    throw error;
  }
}

function targetOf(firestore: Firestore, { collection: of, id }: Resource, tenant: string): Target {
  const parent = collection(firestore, of(tenant));
  return {
    firestore,
    all: id === undefined ? collectionGroup(firestore, of(tenant)) : parent,
    existing: doc(parent, id ?? 'none'),
    absent: doc(parent, 'absent'),
  };
}

function isOperation(name: string): name is Operation {
  return name in OPERATIONS;
}
