import type { TenantAdmin } from '../adapters/tenant-admin.js';
import {
  type RevokeApiKeyInput,
  revokeApiKeyInput,
  type RevokeApiKeyOutput,
} from '../contract/console.js';
import type { Action } from './call.js';
import { forAdmin } from './tenants.js';

/** Ends a key of the caller's tenant, within a minute; one that is revoked stays as it is. */
export function createRevokeApiKey(
  tenants: Pick<TenantAdmin, 'revokeKey'>,
): Action<RevokeApiKeyInput, RevokeApiKeyOutput> {
  return {
    input: revokeApiKeyInput,
    async run(tenantId, { key_id }) {
      const { id, revoked_at } = await forAdmin(tenants.revokeKey(tenantId, key_id));
      return { key_id: id, revoked_at: revoked_at ?? '' };
    },
  };
}
