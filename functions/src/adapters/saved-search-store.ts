import { randomUUID } from 'node:crypto';

import { FieldValue, type Firestore } from 'firebase-admin/firestore';

import type { NewSearch, SavedSearchStore } from '../console/searches.js';
import { openFirestore } from './firestore.js';

/** Saved searches at `tenants/{tenant_id}/searches/{search_id}`. */
export function createSavedSearchStore(firestore: Firestore = openFirestore()): SavedSearchStore {
  const searches = (tenantId: string) => firestore.collection(`tenants/${tenantId}/searches`);
  return {
    create: (tenantId, search, most) =>
      firestore.runTransaction(async (transaction) => {
        const { docs } = await transaction.get(searches(tenantId).select().limit(most));
        if (docs.length >= most) return undefined;
        const id = randomUUID();
        transaction.create(searches(tenantId).doc(id), toDocument(search));
        return id;
      }),

    replace: (tenantId, id, search) =>
      firestore.runTransaction(async (transaction) => {
        const reference = searches(tenantId).doc(id);
        if (!(await transaction.get(reference)).exists) return false;
        transaction.set(reference, toDocument(search));
        return true;
      }),

    remove: (tenantId, id) =>
      firestore.runTransaction(async (transaction) => {
        const reference = searches(tenantId).doc(id);
        if (!(await transaction.get(reference)).exists) return false;
        transaction.delete(reference);
        return true;
      }),
  };
}

const toDocument = ({ name, query }: NewSearch) => ({
  name,
  query,
  saved_at: FieldValue.serverTimestamp(),
});
