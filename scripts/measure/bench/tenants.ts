import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';

import { SEARCH_MODES } from '../../../functions/src/contract/reader-settings.js';

/** A tenant for each way of indexing, by its path: what makes the difference is nothing else. */
export const BENCH_TENANTS: Readonly<Record<string, object>> = Object.fromEntries(
  SEARCH_MODES.map((search) => [`tenants/search-${search}`, { settings: { search } }]),
);

/** Stores them in the Firestore emulator that the environment names. */
export async function storeTenants(projectId: string): Promise<void> {
  const app = initializeApp({ projectId }, 'bench');
  const firestore = getFirestore(app);
  await Promise.all(
    Object.entries(BENCH_TENANTS).map(([path, fields]) => firestore.doc(path).set(fields)),
  );
  await deleteApp(app);
}
