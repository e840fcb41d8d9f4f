import { deleteApp, initializeApp } from 'firebase-admin/app';
import { getFirestore } from 'firebase-admin/firestore';

import { ALERT_TENANTS } from './alert-tenants.js';
import { SEARCH_MODES } from '../../../functions/src/contract/reader-settings.js';

/** A tenant per way of indexing and of having alerts, by path: they differ in nothing else. */
export const BENCH_TENANTS: Readonly<Record<string, object>> = Object.fromEntries<object>([
  ...SEARCH_MODES.map((search) => [`tenants/search-${search}`, { settings: { search } }] as const),
  ...ALERT_TENANTS.map(({ id, fields }) => [`tenants/${id}`, fields] as const),
]);

/** Stores them in the Firestore emulator that the environment names. */
export async function storeTenants(projectId: string): Promise<void> {
  const app = initializeApp({ projectId }, 'bench');
  const firestore = getFirestore(app);
  await Promise.all(
    Object.entries(BENCH_TENANTS).map(([path, fields]) => firestore.doc(path).set(fields)),
  );
  await deleteApp(app);
}
