import { setTimeout as sleep } from 'node:timers/promises';

import { errorCode } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';
import type { Amount, LeaseQuota } from '../tenants/quotas.js';
import { LEASE_PAUSE_MS, MAX_LEASE_AHEAD_MINUTES } from '../limits.js';
import { openDocuments } from './firestore-rest/open.js';
import { toFields } from './firestore-rest/values.js';
import { withTimeout } from '../lib/with-timeout.js';

/** Error codes for a document that another instance wrote in between. */
const OVERTAKEN: ReadonlySet<unknown> = new Set([
  GRPC.NOT_FOUND,
  GRPC.ALREADY_EXISTS,
  GRPC.FAILED_PRECONDITION,
  GRPC.ABORTED,
]);

/**
 * Leases at `tenants/{tenant_id}/quota/minute`, one document per tenant, rewritten each minute:
 * read, then written only if nobody wrote in between. A transaction would do as well, but the
 * client waits a second or more before it retries one. Rejects if there is no lease within
 * `timeoutMs`; whatever was leased after all is lost for that minute.
 */
export function createLeaseQuota(timeoutMs: number, documents = openDocuments()): LeaseQuota {
  return ({ tenantId, minute, want, cost, limits }) => {
    const path = `tenants/${tenantId}/quota/minute`;
    const deadline = Date.now() + timeoutMs;

    const lease = async () => {
      const found = await documents.get(path, deadline - Date.now());
      const { minute: at, used } = usedBy(found?.fields, minute, limits);
      const grant = (name: keyof Amount) => {
        const left = Math.max(0, limits[name] - used[name]);
        // The request costs more than a whole minute holds: the following minutes pay for it.
        return cost[name] > limits[name] && left > 0 ? cost[name] : Math.min(want[name], left);
      };
      const granted = { requests: grant('requests'), bytes: grant('bytes'), logs: grant('logs') };
      const requests = used.requests + granted.requests;
      const bytes = used.bytes + granted.bytes;
      const logs = used.logs + granted.logs;
      const fields = toFields({ minute: at, requests, bytes, logs });
      const condition = found === undefined ? 'new' : { updateTime: found.updateTime };
      await documents.commit([{ path, fields, if: condition }], deadline - Date.now());
      return {
        granted,
        left: {
          requests: limits.requests - requests,
          bytes: limits.bytes - bytes,
          logs: limits.logs - logs,
        },
      };
    };

    const untilLeased = async () => {
      for (;;) {
        try {
          return await lease();
        } catch (error) {
          if (!OVERTAKEN.has(errorCode(error)) || Date.now() > deadline) throw error;
          await sleep(Math.random() * LEASE_PAUSE_MS);
        }
      }
    };
    return withTimeout(timeoutMs, untilLeased());
  };
}

/**
 * How much of a minute is leased, and which minute that is: if two instances' clocks differ, the
 * one that is behind counts in the other's minute. Whatever an earlier minute borrowed is still to
 * be paid.
 */
function usedBy(
  fields: Readonly<Record<string, unknown>> | undefined,
  minute: number,
  limits: Amount,
): { minute: number; used: Amount } {
  const stored = toCount(fields?.['minute']);
  // Otherwise one wrong clock would lock a tenant out until its minute comes.
  const isAhead = stored > minute + MAX_LEASE_AHEAD_MINUTES;
  const at = isAhead ? minute : Math.max(minute, stored);
  const used = (name: keyof Amount) => {
    if (isAhead) return 0;
    const before = toCount(fields?.[name]);
    return at === stored ? before : Math.max(0, before - limits[name] * (at - stored));
  };
  return {
    minute: at,
    used: { requests: used('requests'), bytes: used('bytes'), logs: used('logs') },
  };
}

/** 0 for fields that an earlier version did not write. */
function toCount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
