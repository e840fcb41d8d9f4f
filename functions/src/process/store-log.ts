import type { DeadLetterReason } from '../contract/dead-letter.js';
import { type Envelope, type Log, logSchema } from '../contract/log-message.js';
import type { Tenant } from '../contract/tenant.js';
import { parseTimestamp } from '../contract/timestamp.js';
import { MAX_DOCUMENT_BYTES } from '../limits.js';
import type { RedactionCounts } from '../redact/index.js';
import { describeIssues } from './describe-issues.js';
import { documentBytes } from './document-size.js';
import { classifyFailure } from './failure.js';
import type { OptionsOf } from './redaction-options.js';
import { type Documents, toDocuments } from './to-document.js';

/** Where processed logs are kept. */
export interface LogStore {
  /**
   * One write a document, together or not at all, and no read. `exists`: a log with this id is
   * there, and stays as it was.
   */
  create(tenantId: string, logId: string, documents: Documents): Promise<'created' | 'exists'>;
  /** One read; `undefined` when there is no such document. */
  contentHash(tenantId: string, logId: string): Promise<string | undefined>;
}

/** The fate of one log of a message. */
export type Outcome =
  | { kind: 'stored'; redactions: RedactionCounts }
  | { kind: 'duplicate' }
  | { kind: 'dead_letter'; reason: DeadLetterReason; detail: string; logId?: string }
  | { kind: 'retry'; cause: unknown };

/** Check → redact → create. Never throws, so that no log of a batch cuts another's write short. */
export function createStoreLog({
  store,
  now,
  redactionOf,
}: {
  store: LogStore;
  now: () => Date;
  redactionOf: OptionsOf;
}) {
  return async (
    item: unknown,
    envelope: Envelope,
    tenant: Tenant,
    requestId?: string,
  ): Promise<Outcome> => {
    const parsed = logSchema.safeParse(item);
    if (!parsed.success) {
      return { kind: 'dead_letter', reason: 'invalid_log', detail: describeIssues(parsed.error) };
    }
    try {
      return await checkAndCreate(parsed.data, envelope, tenant, requestId);
    } catch (error) {
      const failure = classifyFailure(error);
      return failure.kind === 'retry' ? failure : { ...failure, logId: parsed.data.log_id };
    }
  };

  async function checkAndCreate(
    log: Log,
    envelope: Envelope,
    tenant: Tenant,
    requestId: string | undefined,
  ): Promise<Outcome> {
    const { log_id: logId } = log;
    const { tenant_id: tenantId } = envelope;
    const processedAt = parseTimestamp(now().toISOString());
    const redaction = redactionOf(tenant);
    const documents = toDocuments(log, envelope, tenant, processedAt, redaction, requestId);
    const bytes = documentBytes(`tenants/${tenantId}/processed_logs/${logId}`, documents.log);
    if (bytes > MAX_DOCUMENT_BYTES) {
      const detail = `the document has ${bytes} bytes, at most ${MAX_DOCUMENT_BYTES} fit`;
      return { kind: 'dead_letter', reason: 'document_too_large', detail, logId };
    }
    if ((await store.create(tenantId, logId, documents)) === 'created') {
      return { kind: 'stored', redactions: documents.log.redactions };
    }

    const stored = await store.contentHash(tenantId, logId);
    if (stored === documents.log.content_hash) return { kind: 'duplicate' };
    if (stored === undefined) {
      // Deleted since: the next delivery finds the id free.
      return { kind: 'retry', cause: new Error('the log was deleted while it was being compared') };
    }
    const detail = 'the log_id is taken by a log with other content, which stands as it was';
    return { kind: 'dead_letter', reason: 'log_id_conflict', detail, logId };
  }
}
