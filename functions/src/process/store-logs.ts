import pMap from 'p-map';

import type { DeadLetterReason } from '../contract/dead-letter.js';
import { type Envelope, logSchema } from '../contract/log-message.js';
import { chunk } from '../lib/chunk.js';
import type { Tenant } from '../contract/tenant.js';
import { type Instant, parseTimestamp } from '../contract/timestamp.js';
import { MAX_CONCURRENT_WRITES, MAX_DOCUMENT_BYTES, WRITE_REQUEST } from '../limits.js';
import type { RedactionCounts } from '../redact/index.js';
import { addTerms } from './add-terms.js';
import { describeIssues } from '../lib/describe-issues.js';
import { documentBytes } from './document-size.js';
import { classifyFailure } from './failure.js';
import type { OptionsOf } from './redaction-options.js';
import { type Documents, toDocuments } from './to-document.js';

/** A log that is ready to be stored. */
export interface NewLog {
  logId: string;
  /** `tenants/{tenant_id}/processed_logs/{log_id}` */
  path: string;
  documents: Documents;
  /** As Firestore counts them. */
  bytes: number;
}

/** `exists`: a log with this id is already stored, and stays as it was. */
export type Written = 'created' | 'exists' | { error: unknown };

/** Where processed logs are kept. */
export interface LogStore {
  /**
   * Creates logs with different ids: one write per document, no reads. Each log is independent; its
   * documents are created all or none. Never rejects: resolves to what became of each log.
   */
  create(logs: readonly NewLog[]): Promise<Written[]>;
  /** One read each; `undefined` if there is no such document. */
  standing(paths: readonly string[]): Promise<(StandingLog | undefined)[]>;
}

/** What shows whether a stored log is the same one. */
export interface StandingLog {
  contentHash: string;
  /** When the request that brought it was received. */
  receivedAt: Instant;
}

/**
 * Called with each log of a message that is certainly stored, by this delivery or by an earlier one of
 * the same message. Logs that another request stored belong to that request.
 */
export type OnStored = (log: NewLog) => void;

/** The fate of one log of a message. */
export type Outcome =
  | { kind: 'stored'; redactions: RedactionCounts }
  | { kind: 'duplicate' }
  /** Its tenant was deleted: nothing more is stored for it. */
  | { kind: 'discarded' }
  | { kind: 'dead_letter'; reason: DeadLetterReason; detail: string; logId?: string }
  | { kind: 'retry'; cause: unknown };

/** No outcome was reported: it must be redelivered. */
const UNKNOWN: Outcome = {
  kind: 'retry',
  cause: new Error('it is not known what became of a log'),
};

/** A log that is ready, with its index in the message. */
interface Prepared extends NewLog {
  index: number;
}

/** Check → redact → create, for all logs of a message. Never throws: each log has its own outcome. */
export function createStoreLogs({
  store,
  now,
  redactionOf,
}: {
  store: LogStore;
  now: () => Date;
  redactionOf: OptionsOf;
}) {
  return async (
    envelope: Envelope,
    tenant: Tenant,
    requestId?: string,
    onStored?: OnStored,
  ): Promise<Outcome[]> => {
    const outcomes: Outcome[] = [];
    const processedAt = parseTimestamp(now().toISOString());

    /** The logs that are ready; by then the outcome of the others is known. */
    const prepare = function* (): Generator<Prepared> {
      for (const [index, item] of envelope.logs.entries()) {
        const prepared = prepareOne(item, index);
        if ('kind' in prepared) outcomes[index] = prepared;
        else yield prepared;
      }
    };
    const prepareOne = (item: unknown, index: number): Prepared | Outcome => {
      const parsed = logSchema.safeParse(item);
      if (!parsed.success) {
        const detail = describeIssues(parsed.error);
        return { kind: 'dead_letter', reason: 'invalid_log', detail };
      }
      const { log_id: logId } = parsed.data;
      try {
        const redaction = redactionOf(tenant);
        const path = pathOf(envelope.tenant_id, logId);
        const documents = toDocuments(
          parsed.data,
          envelope,
          tenant,
          processedAt,
          redaction,
          requestId,
        );
        const bytes = documentBytes(path, documents.log);
        if (bytes <= MAX_DOCUMENT_BYTES) {
          const added = addTerms(documents.log, tenant.settings.search, bytes);
          documents.hasPlainTerms = added.isPlain;
          return { index, path, bytes: added.bytes, logId, documents };
        }
        const detail = `the document has ${bytes} bytes, at most ${MAX_DOCUMENT_BYTES} fit`;
        return { kind: 'dead_letter', reason: 'document_too_large', detail, logId };
      } catch (cause) {
        return { kind: 'retry', cause };
      }
    };

    // Each request's logs are redacted only when its turn comes, so few documents are in memory at once.
    await pMap(
      chunk(prepare(), WRITE_REQUEST, ({ path }) => path),
      async (logs) => {
        const fates = await storeAll(logs, onStored);
        logs.forEach(({ index }, at) => {
          outcomes[index] = fates[at] ?? UNKNOWN;
        });
      },
      { concurrency: MAX_CONCURRENT_WRITES },
    );
    return outcomes;
  };

  async function storeAll(logs: readonly Prepared[], onStored?: OnStored): Promise<Outcome[]> {
    const written = await store.create(logs);
    const isTaken = (_: unknown, at: number) => written[at] === 'exists';
    const fates = await compareAll(logs.filter(isTaken), onStored);
    return logs.map((log, at) => {
      const { logId, documents } = log;
      const became = written[at];
      if (became === 'created') {
        onStored?.(log);
        return { kind: 'stored', redactions: documents.log.redactions };
      }
      if (became === 'exists') return fates.shift() ?? UNKNOWN;
      const failure = classifyFailure(became?.error);
      return failure.kind === 'retry' ? failure : { ...failure, logId };
    });
  }

  /** What to do about logs whose ids are taken, in the order given. */
  async function compareAll(logs: readonly NewLog[], onStored?: OnStored): Promise<Outcome[]> {
    if (logs.length === 0) return [];
    try {
      const stored = await store.standing(logs.map(({ path }) => path));
      return logs.map((log, at) => {
        const fate = compare(log, stored[at]?.contentHash);
        if (fate.kind === 'duplicate' && isOfSameRequest(log, stored[at])) onStored?.(log);
        return fate;
      });
    } catch (cause) {
      return logs.map(() => ({ kind: 'retry', cause }));
    }
  }
}

const pathOf = (tenantId: string, logId: string) => `tenants/${tenantId}/processed_logs/${logId}`;

function isOfSameRequest({ documents: { log } }: NewLog, stored?: StandingLog): boolean {
  const { seconds, nanos } = log.received_at;
  return stored?.receivedAt.seconds === seconds && stored.receivedAt.nanos === nanos;
}

function compare({ logId, documents }: NewLog, stored: string | undefined): Outcome {
  if (stored === documents.log.content_hash) return { kind: 'duplicate' };
  if (stored === undefined) {
    // Deleted in the meantime: the next delivery finds the id free.
    return { kind: 'retry', cause: new Error('the log was deleted while it was being compared') };
  }
  const detail = 'the log_id belongs to a log with different content, which is unchanged';
  return { kind: 'dead_letter', reason: 'log_id_conflict', detail, logId };
}
