import { readTenant } from '../contract/read-tenant.js';
import { type ApiKeyRecord, toKeyRecord } from '../contract/tenant.js';
import type { ReadKey } from '../tenants/key-directory.js';
import type { ReadTenant } from '../tenants/tenant-directory.js';
import { openDocuments } from './firestore-rest/open.js';

/** Keys at `api_keys/{hash}`. Rejects when Firestore does not answer within `timeoutMs`. */
export function createReadKey(timeoutMs: number, documents = openDocuments()): ReadKey {
  return async (hash): Promise<ApiKeyRecord | undefined> => {
    const found = await documents.get(`api_keys/${hash}`, timeoutMs);
    return found && toKeyRecord(found.fields);
  };
}

/** Tenants at `tenants/{tenant_id}`. Rejects when Firestore does not answer within `timeoutMs`. */
export function createReadTenant(timeoutMs: number, documents = openDocuments()): ReadTenant {
  return async (tenantId) => {
    const found = await documents.get(`tenants/${tenantId}`, timeoutMs);
    return found && readTenant(found.fields);
  };
}
