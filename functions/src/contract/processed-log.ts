import type { Attributes } from './attributes.js';
import type { Source, Split } from './log-message.js';
import type { Repair } from './repairs.js';
import type { Severity } from './severity.js';
import type { Instant } from './timestamp.js';

/** The document at `tenants/{tenant_id}/processed_logs/{log_id}`. */
export interface ProcessedLog {
  source: Source;
  /** The text as sent; absent where the tenant keeps it apart or not at all. */
  original_text?: string;
  /** The text with personal data as `[REDACTED]`. */
  modified_data: string;
  processed_at: Instant;
  received_at: Instant;
  timestamp?: Instant;
  severity?: Severity;
  /** Redacted by value. */
  attributes?: Attributes;
  /**
   * SHA-256 in hex of what the client sent, keyed where the tenant has a key: tells a redelivery
   * from an id used twice.
   */
  content_hash: string;
  /** How many of each kind were redacted, text and attributes together. */
  redactions: Record<string, number>;
  redactor_version: string;
  /** The X-Request-Id of the request that brought it; absent in logs of older versions. */
  request_id?: string;
  /** What was done to keep it, where it could not be kept as it was sent. Redacted. */
  repairs?: Repair[];
  /** Of a log that did not fit one document: which part this is. */
  split?: Split;
  /** When Firestore deletes it; absent: never. */
  expires_at?: Instant;
}

/**
 * The document at `tenants/{tenant_id}/processed_logs/{log_id}/restricted/original`. It expires by
 * itself: Firestore deletes no subcollections.
 */
export interface RestrictedOriginal {
  original_text: string;
  expires_at?: Instant;
}
