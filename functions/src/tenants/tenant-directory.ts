import type { Tenant } from '../contract/tenant.js';
import { DIRECTORY_COOLDOWN_MS, DIRECTORY_TTL_MS, MAX_REMEMBERED } from '../limits.js';
import { logEvent } from '../telemetry/log.js';
import { createCachedLookup } from './cached-lookup.js';

/** Reads a tenant's document; `undefined` if there is none. */
export type ReadTenant = (tenantId: string) => Promise<Tenant | undefined>;

/**
 * Finds a tenant and its settings; a change takes effect within {@link DIRECTORY_TTL_MS}. While
 * Firestore cannot be reached, the last known state is used; throws if nothing is known.
 */
export function createTenantDirectory(
  readTenant: ReadTenant,
  now: () => number = Date.now,
): ReadTenant {
  const lookup = createCachedLookup({
    load: async (tenantId) => {
      const tenant = await readTenant(tenantId);
      if (tenant?.unreadable?.length) {
        const unreadable = tenant.unreadable.join(', ');
        logEvent('tenant_unreadable', { tenant_id: tenantId, unreadable });
      }
      return tenant;
    },
    now,
    ttlMs: DIRECTORY_TTL_MS,
    max: MAX_REMEMBERED,
    onFailure: 'stale',
    cooldownMs: DIRECTORY_COOLDOWN_MS,
  });
  return (tenantId) => lookup.get(tenantId);
}
