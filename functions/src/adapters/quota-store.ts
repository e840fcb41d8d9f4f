import { setTimeout as sleep } from 'node:timers/promises';

import { errorCode } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';
import type { LeaseQuota } from '../tenants/quotas.js';
import { openDocuments } from './firestore-rest/open.js';
import { toFields } from './firestore-rest/values.js';
import { withTimeout } from '../lib/with-timeout.js';

/** The answers for a document that another instance wrote in between. */
const OVERTAKEN: ReadonlySet<unknown> = new Set([
  GRPC.NOT_FOUND,
  GRPC.ALREADY_EXISTS,
  GRPC.FAILED_PRECONDITION,
  GRPC.ABORTED,
]);

/** Longest pause before an overtaken lease is tried again. */
const PAUSE_MS = 100;

/**
 * Leases at `tenants/{tenant_id}/quota/minute`, one document a tenant, written anew in each minute:
 * read, then written only if nobody wrote in between. A transaction would do as well, but the
 * client waits a second and more before it repeats one. Rejects when there is no lease within
 * `timeoutMs`; what was leased then nevertheless is lost for that minute.
 */
export function createLeaseQuota(timeoutMs: number, documents = openDocuments()): LeaseQuota {
  return ({ tenantId, minute, want, limits }) => {
    const path = `tenants/${tenantId}/quota/minute`;
    const deadline = Date.now() + timeoutMs;

    const lease = async () => {
      const found = await documents.get(path, deadline - Date.now());
      // Of two instances whose clocks differ, the one behind counts in the minute of the other.
      const stored = Number(found?.fields['minute'] ?? 0);
      const isCurrent = stored >= minute;
      const used = {
        requests: isCurrent ? Number(found?.fields['requests']) : 0,
        bytes: isCurrent ? Number(found?.fields['bytes']) : 0,
      };
      const grant = (name: 'requests' | 'bytes') =>
        Math.max(0, Math.min(want[name], limits[name] - used[name]));
      const granted = { requests: grant('requests'), bytes: grant('bytes') };
      const requests = used.requests + granted.requests;
      const bytes = used.bytes + granted.bytes;
      const fields = toFields({ minute: Math.max(minute, stored), requests, bytes });
      const condition = found === undefined ? 'new' : { updateTime: found.updateTime };
      await documents.commit([{ path, fields, if: condition }], deadline - Date.now());
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
    return withTimeout(timeoutMs, untilLeased());
  };
}
