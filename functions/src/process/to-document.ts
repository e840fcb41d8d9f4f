import type { Envelope, Log } from '../contract/log-message.js';
import type { ProcessedLog, RestrictedOriginal } from '../contract/processed-log.js';
import type { Tenant } from '../contract/tenant.js';
import { daysAfter, type Instant, parseTimestamp } from '../contract/timestamp.js';
import {
  countByKind,
  mergeCounts,
  redact,
  redactMap,
  type RedactOptions,
  redactorVersion,
} from '../redact/index.js';
import { shardOf } from '../search/shard.js';
import { contentHash } from './content-hash.js';

/** What is stored of a log. */
export interface Documents {
  log: ProcessedLog;
  /** Where the tenant keeps the text as sent apart. */
  original?: RestrictedOriginal;
}

/** Redacts a log and gives it the form in which its tenant has it stored. */
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
  const original = { original_text: log.text };
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
  const text = redact(log.text, redaction);
  const attributes = log.attributes && redactMap(log.attributes, redaction);
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
    content_hash: contentHash(log, tenant.content_hash_key),
    redactions: mergeCounts(countByKind(text.findings), attributes?.counts ?? {}),
    redactor_version: redactorVersion(redaction),
    shard: shardOf(log.log_id, tenant.settings.shards),
  };
}
