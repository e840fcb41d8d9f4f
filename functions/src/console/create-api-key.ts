import type { TenantAdmin } from '../adapters/tenant-admin.js';
import {
  type CreateApiKeyInput,
  createApiKeyInput,
  type CreateApiKeyOutput,
} from '../contract/console.js';
import type { Action } from './call.js';
import { forAdmin, type RequireActive } from './tenants.js';

/** Makes a key of the caller's tenant. The answer is the only place that holds the key itself. */
export function createCreateApiKey(
  requireActive: RequireActive,
  tenants: Pick<TenantAdmin, 'createKey'>,
): Action<CreateApiKeyInput, CreateApiKeyOutput> {
  return {
    input: createApiKeyInput,
    async run(tenantId, input) {
      await requireActive(tenantId);
      const made = await forAdmin(tenants.createKey(tenantId, input.label));
      const { key, id, label, created_at } = made;
      return { key, key_id: id, label, created_at: created_at ?? '' };
    },
  };
}
