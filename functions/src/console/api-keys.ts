import {
  type ApiKeyOutput,
  type CreateApiKeyInput,
  createApiKeyInput,
  type CreateApiKeyOutput,
  type ListApiKeysInput,
  listApiKeysInput,
  type ListApiKeysOutput,
  type RevokeApiKeyInput,
  revokeApiKeyInput,
  type RevokeApiKeyOutput,
} from '../contract/console.js';
import type { KeyInfo, TenantAdmin } from '../tenants/tenant-admin.js';
import type { Action } from './call.js';
import { forAdmin, type RequireActive } from './refusal.js';

/** Lists the keys of the caller's tenant, newest first, without the keys themselves. */
export function createListApiKeys(
  tenants: Pick<TenantAdmin, 'listKeys'>,
): Action<ListApiKeysInput, ListApiKeysOutput> {
  return {
    input: listApiKeysInput,
    async run(tenantId) {
      const oldestFirst = await forAdmin(tenants.listKeys(tenantId));
      return { keys: oldestFirst.toReversed().map(toOutput) };
    },
  };
}

/**
 * Creates a key for the caller's tenant. The answer is the only place that contains the key itself.
 */
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

/** Revokes a key of the caller's tenant, within a minute; a revoked key stays as it is. */
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

function toOutput({ id, label, created_at, revoked_at }: KeyInfo): ApiKeyOutput {
  return {
    key_id: id,
    label,
    created_at: created_at ?? '',
    ...(revoked_at !== undefined && { revoked_at }),
  };
}
