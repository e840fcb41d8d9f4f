import type { KeyInfo, TenantAdmin } from '../adapters/tenant-admin.js';
import {
  type ApiKeyOutput,
  type ListApiKeysInput,
  listApiKeysInput,
  type ListApiKeysOutput,
} from '../contract/console.js';
import type { Action } from './call.js';
import { forAdmin } from './tenants.js';

/** The keys of the caller's tenant, newest first, without the keys themselves. */
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

function toOutput({ id, label, created_at, revoked_at }: KeyInfo): ApiKeyOutput {
  return {
    key_id: id,
    label,
    created_at: created_at ?? '',
    ...(revoked_at !== undefined && { revoked_at }),
  };
}
