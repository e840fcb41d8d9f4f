import type { LeaseQuota } from '../tenants/quotas.js';
import { openFirestore } from './firestore.js';
import { within } from './within.js';

/**
 * Leases at `tenants/{tenant_id}/quota/minute`, one document a tenant, written again in each
 * minute. Rejects when Firestore does not answer within `timeoutMs`; what was leased then
 * nevertheless is lost for that minute.
 */
export function createLeaseQuota(timeoutMs: number, firestore = openFirestore()): LeaseQuota {
  return ({ tenantId, minute, want, limits }) => {
    const reference = firestore.doc(`tenants/${tenantId}/quota/minute`);
    return within(
      timeoutMs,
      firestore.runTransaction(async (transaction) => {
        const snapshot = await transaction.get(reference);
        const isCurrent = snapshot.get('minute') === minute;
        const used = {
          requests: isCurrent ? Number(snapshot.get('requests')) : 0,
          bytes: isCurrent ? Number(snapshot.get('bytes')) : 0,
        };
        const grant = (name: 'requests' | 'bytes') =>
          Math.max(0, Math.min(want[name], limits[name] - used[name]));
        const granted = { requests: grant('requests'), bytes: grant('bytes') };
        const leased = {
          requests: used.requests + granted.requests,
          bytes: used.bytes + granted.bytes,
        };
        transaction.set(reference, { minute, ...leased });
        return {
          granted,
          left: { requests: limits.requests - leased.requests, bytes: limits.bytes - leased.bytes },
        };
      }),
    );
  };
}
