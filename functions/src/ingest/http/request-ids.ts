import { hash } from 'node:crypto';

import { tenantIdSchema } from '../../contract/ids.js';
import type { IngestRequest } from './http.js';
import { Problem } from './problem.js';

/** Defaults for fields that a log itself does not have. */
export interface Defaults {
  tenant_id?: string;
  log_id?: string;
}

/**
 * What headers say about all logs of a request; `Idempotency-Key` may be quoted, as its IETF
 * draft has it. Throws 400.
 */
export function headerFields(request: IngestRequest): Defaults {
  const tenantId = request.header('x-tenant-id')?.trim();
  const logId = sentLogId(request)?.trim();
  const tenant = tenantId === undefined ? undefined : tenantIdSchema.safeParse(tenantId);
  if (tenant?.error !== undefined) {
    const errors = [{ pointer: '/tenant_id', detail: tenant.error.issues[0]?.message ?? '' }];
    throw new Problem('invalid_request', 'A header is not valid: see errors.', { errors });
  }
  return {
    ...(tenant?.data !== undefined && { tenant_id: tenant.data }),
    ...(logId && { log_id: logId }),
  };
}

/** Whether the request has its own id, with which it may be retried. */
export function hasRequestId(request: IngestRequest): boolean {
  return sentLogId(request) !== undefined;
}

function sentLogId(request: IngestRequest): string | undefined {
  return request.header('x-log-id') ?? request.header('idempotency-key')?.replace(/^"(.*)"$/, '$1');
}

/**
 * Derives the ids of a batch's logs from the request's id, so a retry gets the same ones. The hash
 * spreads them over Firestore; a common prefix and a number would not.
 */
export function derivedId(requestId: string | Buffer, index: number): string {
  const place = `:${index}`;
  const named =
    typeof requestId === 'string'
      ? requestId + place
      : Buffer.concat([requestId, Buffer.from(place)]);
  return `log_${hash('sha256', named, 'hex').slice(0, 32)}`;
}
