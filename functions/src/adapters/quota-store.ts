import { setTimeout as sleep } from 'node:timers/promises';

import { errorCode } from '../error-code.js';
import type { LeaseQuota } from '../tenants/quotas.js';
import { openFirestore } from './firestore.js';
import { within } from './within.js';

/** gRPC's codes for a document that another instance wrote in between. */
const OVERTAKEN: ReadonlySet<unknown> = new Set([
  5, // NOT_FOUND
  6, // ALREADY_EXISTS
  9, // FAILED_PRECONDITION
  10, // ABORTED
]);

/** Longest pause before an overtaken lease is tried again. */
const PAUSE_MS = 100;

/**
 * Leases at `tenants/{tenant_id}/quota/minute`, one document a tenant, written anew in each minute:
 * read, then written only if nobody wrote in between. A transaction would do as well, but the
 * client waits a second and more before it repeats one. Rejects when there is no lease within
 * `timeoutMs`; what was leased then nevertheless is lost for that minute.
 */
export function createLeaseQuota(timeoutMs: number, firestore = openFirestore()): LeaseQuota {
  return ({ tenantId, minute, want, limits }) => {
    const reference = firestore.doc(`tenants/${tenantId}/quota/minute`);
    const deadline = Date.now() + timeoutMs;

    const lease = async () => {
      const snapshot = await reference.get();
      // Of two instances whose clocks differ, the one behind counts in the minute of the other.
      const stored = Number(snapshot.get('minute') ?? 0);
      const isCurrent = stored >= minute;
      const used = {
        requests: isCurrent ? Number(snapshot.get('requests')) : 0,
        bytes: isCurrent ? Number(snapshot.get('bytes')) : 0,
      };
      const grant = (name: 'requests' | 'bytes') =>
        Math.max(0, Math.min(want[name], limits[name] - used[name]));
      const granted = { requests: grant('requests'), bytes: grant('bytes') };
      const requests = used.requests + granted.requests;
      const bytes = used.bytes + granted.bytes;
      const document = { minute: Math.max(minute, stored), requests, bytes };
      if (snapshot.updateTime === undefined) await reference.create(document);
      else await reference.update(document, { lastUpdateTime: snapshot.updateTime });
      return {
        granted,
        left: { requests: limits.requests - requests, bytes: limits.bytes - bytes },
      };
    };

    const untilLeased = async () => {
      for (;;) {
        try {
          return await lease();
        } catch (error) {
          if (!OVERTAKEN.has(errorCode(error)) || Date.now() > deadline) throw error;
          await sleep(Math.random() * PAUSE_MS);
        }
      }
    };
    return within(timeoutMs, untilLeased());
  };
}
