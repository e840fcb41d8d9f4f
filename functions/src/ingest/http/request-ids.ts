import { createHash } from 'node:crypto';

import { logIdSchema, tenantIdSchema } from '../../contract/ids.js';
import type { IngestRequest } from './http.js';
import { type FieldError, Problem } from './problem.js';
import type { Defaults } from '../reading/normalise.js';

/** What headers stand for; `Idempotency-Key` may be quoted, as its IETF draft has it. */
export function headerFields(request: IngestRequest): Defaults {
  const tenantId = request.header('x-tenant-id');
  const logId =
    request.header('x-log-id') ?? request.header('idempotency-key')?.replace(/^"(.*)"$/, '$1');
  return {
    ...(tenantId !== undefined && { tenant_id: tenantId.trim() }),
    ...(logId !== undefined && { log_id: logId.trim() }),
  };
}

/**
 * The headers of a request of several logs, checked. Throws 400: a wrong one would be every log's.
 */
export function batchHeaders(request: IngestRequest): Defaults {
  const { tenant_id, log_id } = headerFields(request);
  const errors: FieldError[] = [];
  const tenant = tenant_id === undefined ? undefined : tenantIdSchema.safeParse(tenant_id);
  const id = log_id === undefined ? undefined : logIdSchema.safeParse(log_id);
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
    ...(log_id !== undefined && { log_id }),
  };
}

/**
 * Makes the ids of a batch's logs from the id of the request: the same again when it is sent again.
 * The hash spreads them over Firestore, which ids with a common beginning and a number would not.
 */
export function derivedId(requestId: string | Buffer, index: number): string {
  const hash = createHash('sha256').update(requestId).update(`:${index}`).digest('hex');
  return `log_${hash.slice(0, 32)}`;
}
