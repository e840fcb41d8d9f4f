import type { DeadLetterReason } from '../../contract/dead-letter.js';
import { documentIdOf, tenantIdSchema } from '../../contract/ids.js';
import type { Admit } from '../admission/admit.js';
import type { Authenticate } from '../admission/authenticate.js';
import { type Handler, json } from './http.js';
import { Problem } from './problem.js';
import { chooseTenant } from '../admission/choose-tenant.js';

/** What is stored under a log's id; times are RFC 3339. */
export interface StoredStatus {
  processed?: { received_at: string; processed_at: string };
  /** For a log split into several documents: how many are stored, and how many are dead letters. */
  parts?: { total: number; processed: number; dead: number };
  /** The newest of them. */
  deadLetter?: { reason: DeadLetterReason; detail: string; received_at: string; dead_at: string };
}

/** Looks up a tenant's log: two reads, plus one per part for a split log. */
export type ReadStatus = (tenantId: string, logId: string) => Promise<StoredStatus>;

export interface LogStatusDeps {
  authenticate: Authenticate;
  admit: Admit;
  readStatus: ReadStatus;
}

/**
 * `GET /v1/logs/{log_id}`: what became of a log of the credential's tenant. Counts as a request against
 * the tenant's quota. 404 for a log that is not processed yet or was never sent. A split log is
 * processed once all its parts are.
 */
export function createLogStatus({ authenticate, admit, readStatus }: LogStatusDeps): Handler {
  return async (request, { log_id = '' }) => {
    const credential = await authenticate(request);
    const tenantId = tenantOf(request.header('x-tenant-id')?.trim());
    request.facts.tenantId = tenantId;
    const headers = await admit(tenantId, { requests: 1, bytes: 0, logs: 0 });
    const sent = decode(log_id);
    if (sent === '') throw notFound();
    const logId = documentIdOf(sent);
    const stored = await read(tenantId, logId);
    const { processed, parts, deadLetter } = stored;
    if (processed === undefined && deadLetter === undefined) throw notFound();
    const body = {
      log_id: logId,
      status: statusOf(stored),
      ...processed,
      ...(parts && { parts: { total: parts.total, processed: parts.processed } }),
      // Next to a processed log: another log that was sent with the same id.
      ...(deadLetter && { dead_letter: deadLetter }),
    };
    return json(200, body, headers);

    function tenantOf(named: string | undefined): string {
      const parsed = tenantIdSchema.safeParse(named ?? credential.tenantId);
      const tenant = parsed.success
        ? chooseTenant(parsed.data, credential)
        : chooseTenant(undefined, { tenantId: undefined });
      if (tenant.ok) return tenant.tenantId;
      if (tenant.code === 'forbidden') throw new Problem('forbidden', tenant.detail);
      throw new Problem('invalid_request', 'Name the tenant in the header X-Tenant-ID.');
    }
  };

  async function read(tenantId: string, logId: string): Promise<StoredStatus> {
    try {
      return await readStatus(tenantId, logId);
    } catch {
      throw new Problem('unavailable', 'The log could not be looked up. Try again later.');
    }
  }
}

function statusOf({ processed, parts }: StoredStatus): 'processed' | 'processing' | 'dead_letter' {
  if (processed === undefined) return 'dead_letter';
  if (parts === undefined || parts.processed === parts.total) return 'processed';
  return parts.dead > 0 ? 'dead_letter' : 'processing';
}

/** The same for an impossible id: guessing reveals nothing. */
function notFound(): Problem {
  const detail =
    'This tenant has no log with this id: it is waiting to be processed, or was never sent.';
  return new Problem('not_found', detail);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
