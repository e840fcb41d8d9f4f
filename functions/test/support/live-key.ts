import { createApiKey, hashApiKey } from '../../src/contract/api-key.js';
import type { emulatedFirestore } from '../../../harness/support/firestore.js';

/** Makes a key of a tenant, as `npm run tenant` does. */
export async function liveKey(
  firestore: ReturnType<typeof emulatedFirestore>,
  tenantId: string,
): Promise<string> {
  const key = createApiKey();
  await firestore
    .doc(`api_keys/${hashApiKey(key)}`)
    .set({ tenant_id: tenantId, label: '', created_at: new Date() });
  return key;
}
