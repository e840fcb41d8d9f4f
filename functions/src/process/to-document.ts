import type { Envelope, Log } from '../contract/log-message.js';
import type { ProcessedLog } from '../contract/processed-log.js';
import { type Instant, parseTimestamp } from '../contract/timestamp.js';
import { countByKind, mergeCounts, redact, redactMap, REDACTOR_VERSION } from '../redact/index.js';
import { contentHash } from './content-hash.js';

/** Redacts a log and gives it the form in which it is stored. */
export function toDocument(log: Log, envelope: Envelope, processedAt: Instant): ProcessedLog {
  const text = redact(log.text);
  const attributes = log.attributes && redactMap(log.attributes);
  return {
    source: envelope.source,
    original_text: log.text,
    modified_data: text.text,
    processed_at: processedAt,
    received_at: parseTimestamp(envelope.received_at),
    ...(log.timestamp !== undefined && { timestamp: parseTimestamp(log.timestamp) }),
    ...(log.severity !== undefined && { severity: log.severity }),
    ...(attributes && { attributes: attributes.value }),
    content_hash: contentHash(log),
    redactions: mergeCounts(countByKind(text.findings), attributes?.counts ?? {}),
    redactor_version: REDACTOR_VERSION,
  };
}
