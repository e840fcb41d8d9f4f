import type { Envelope, Log } from '../contract/log-message.js';
import type { ProcessedLog, RestrictedOriginal } from '../contract/processed-log.js';
import type { Tenant } from '../contract/tenant.js';
import { daysAfter, type Instant, parseTimestamp } from '../contract/timestamp.js';
import {
  countByKind,
  mergeCounts,
  redact,
  redactMap,
  redactPart,
  type RedactOptions,
  redactorVersion,
} from '../redact/index.js';
import type { Repair } from '../contract/repairs.js';
import { shardOf } from '../search/shard.js';
import { attributeParts, textPart } from './overlap.js';
import { contentHash } from './content-hash.js';

/** What is stored for a log. */
export interface Documents {
  log: ProcessedLog;
  /** Whether JSON certainly needs no escapes for the log's terms. */
  hasPlainTerms?: boolean;
  /** Set if the tenant keeps the text as sent separately. */
  original?: RestrictedOriginal;
}

/** Redacts a log and brings it into the form in which its tenant stores it. */
export function toDocuments(
  log: Log,
  envelope: Envelope,
  tenant: Tenant,
  processedAt: Instant,
  redaction?: RedactOptions,
  requestId?: string,
): Documents {
  const { original_text: kept, retention_days: days } = tenant.settings;
  const expiry = days === undefined ? {} : { expires_at: daysAfter(processedAt, days) };
  const original = { original_text: textPart(log).kept };
  return {
    log: {
      ...processed(log, envelope, tenant, processedAt, redaction),
      ...(requestId !== undefined && { request_id: requestId }),
      ...(kept === 'document' && original),
      ...expiry,
    },
    ...(kept === 'restricted' && { original: { ...original, ...expiry } }),
  };
}

function processed(
  log: Log,
  envelope: Envelope,
  tenant: Tenant,
  processedAt: Instant,
  redaction?: RedactOptions,
): ProcessedLog {
  const text = redactPart(textPart(log), redaction);
  const attributes =
    log.attributes && redactMap(attributeParts(log.attributes, log.overlap), redaction);
  return {
    source: envelope.source,
    modified_data: text.text,
    processed_at: processedAt,
    received_at: parseTimestamp(envelope.received_at),
    // A message of an older version has no time of its own.
    time: parseTimestamp(log.time ?? log.timestamp ?? envelope.received_at),
    ...(log.timestamp !== undefined && { timestamp: parseTimestamp(log.timestamp) }),
    ...(log.severity !== undefined && { severity: log.severity }),
    ...(attributes && { attributes: attributes.value }),
    ...(log.repairs && { repairs: log.repairs.map((repair) => redactRepair(repair, redaction)) }),
    ...(log.split && { split: log.split }),
    content_hash: contentHash(log, tenant.content_hash_key),
    redactions: mergeCounts(countByKind(text.findings), attributes?.counts ?? {}),
    redactor_version: redactorVersion(redaction),
    shard: shardOf(log.log_id, tenant.settings.shards),
  };
}

/** The pointer contains attribute names, which may be anything. */
function redactRepair({ pointer, repair }: Repair, redaction?: RedactOptions): Repair {
  return { pointer: redact(pointer, redaction).text, repair };
}
