import { createHash } from 'node:crypto';

import { logIdSchema, tenantIdSchema } from '../../contract/ids.js';
import type { IngestRequest } from './http.js';
import { type FieldError, Problem } from './problem.js';
import type { Defaults } from '../reading/normalise.js';

/**
 * What headers say of all logs of a request, checked; `Idempotency-Key` may be quoted, as its IETF
 * draft has it. Throws 400.
 */
export function headerFields(request: IngestRequest): Defaults {
  const tenantId = request.header('x-tenant-id')?.trim();
  const logId = sentLogId(request)?.trim();
  const errors: FieldError[] = [];
  const tenant = tenantId === undefined ? undefined : tenantIdSchema.safeParse(tenantId);
  const id = logId === undefined ? undefined : logIdSchema.safeParse(logId);
  for (const [pointer, { error } = {}] of [
    ['/tenant_id', tenant],
    ['/log_id', id],
  ] as const) {
    if (error !== undefined) errors.push({ pointer, detail: error.issues[0]?.message ?? '' });
  }
  if (errors.length > 0) {
    throw new Problem('invalid_request', 'A header is not valid: see errors.', { errors });
  }
  return {
    ...(tenant?.data !== undefined && { tenant_id: tenant.data }),
    ...(logId !== undefined && { log_id: logId }),
  };
}

/** Whether the request has an id of its own, under which it may be sent again. */
export function hasRequestId(request: IngestRequest): boolean {
  return sentLogId(request) !== undefined;
}

function sentLogId(request: IngestRequest): string | undefined {
  return request.header('x-log-id') ?? request.header('idempotency-key')?.replace(/^"(.*)"$/, '$1');
}

/**
 * Makes the ids of a batch's logs from the id of the request: the same again when it is sent again.
 * The hash spreads them over Firestore, which ids with a common beginning and a number would not.
 */
export function derivedId(requestId: string | Buffer, index: number): string {
  const hash = createHash('sha256').update(requestId).update(`:${index}`).digest('hex');
  return `log_${hash.slice(0, 32)}`;
}
