import { collection, type Firestore, getDocs, limit, query } from 'firebase/firestore';

import { MAX_SAVED_SEARCHES } from '../../../functions/src/limits.js';
import { toText } from './to-log.js';

/** A search with a name. */
export interface NamedSearch {
  id: string;
  name: string;
  query: string;
}

/** The searches that a tenant's admins share, ordered by name; one read each. */
export async function readSearches(firestore: Firestore, tenant: string): Promise<NamedSearch[]> {
  const searches = collection(firestore, 'tenants', tenant, 'searches');
  const { docs } = await getDocs(query(searches, limit(MAX_SAVED_SEARCHES)));
  return docs
    .map((found) => ({
      id: found.id,
      name: toText(found.get('name')),
      query: toText(found.get('query')),
    }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
