import { setTimeout as sleep } from 'node:timers/promises';

import { errorCode } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';
import type { Amount, LeaseQuota } from '../tenants/quotas.js';
import { LEASE_PAUSE_MS, MAX_LEASE_AHEAD_MINUTES } from '../limits.js';
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

/**
 * Leases at `tenants/{tenant_id}/quota/minute`, one document a tenant, written anew in each minute:
 * read, then written only if nobody wrote in between. A transaction would do as well, but the
 * client waits a second and more before it repeats one. Rejects when there is no lease within
 * `timeoutMs`; what was leased then nevertheless is lost for that minute.
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
        // More than a whole minute holds: the minutes after pay for it.
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
 * What of a minute is leased, and in which minute that is: of two instances whose clocks differ, the
 * one behind counts in the minute of the other. What an earlier minute lent is still to be paid.
 */
function usedBy(
  fields: Readonly<Record<string, unknown>> | undefined,
  minute: number,
  limits: Amount,
): { minute: number; used: Amount } {
  const stored = toCount(fields?.['minute']);
  // Else one wrong clock would keep a tenant out until its time has come.
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

/** 0 for what an earlier version did not write. */
function toCount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}
