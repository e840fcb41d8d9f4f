import type { DocumentSnapshot } from 'firebase-admin/firestore';

import { type ApiKeyRecord, apiKeySchema, tenantSchema } from '../contract/tenant.js';
import type { ReadKey } from '../tenants/key-directory.js';
import type { ReadTenant } from '../tenants/tenant-directory.js';
import { openFirestore } from './firestore.js';
import { within } from './within.js';

/** Keys at `api_keys/{hash}`. Rejects when Firestore does not answer within `timeoutMs`. */
export function createReadKey(timeoutMs: number, firestore = openFirestore()): ReadKey {
  return async (hash) => {
    const snapshot = await within(timeoutMs, firestore.doc(`api_keys/${hash}`).get());
    return snapshot.exists ? toKeyRecord(snapshot) : undefined;
  };
}

/** Trusts no field that it does not know. */
export function toKeyRecord(snapshot: DocumentSnapshot): ApiKeyRecord {
  return apiKeySchema.parse({ ...snapshot.data(), revoked: snapshot.get('revoked_at') != null });
}

/** Tenants at `tenants/{tenant_id}`. Rejects when Firestore does not answer within `timeoutMs`. */
export function createReadTenant(timeoutMs: number, firestore = openFirestore()): ReadTenant {
  return async (tenantId) => {
    const snapshot = await within(timeoutMs, firestore.doc(`tenants/${tenantId}`).get());
    return snapshot.exists ? tenantSchema.parse(snapshot.data()) : undefined;
  };
}
