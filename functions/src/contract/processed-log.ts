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
  /** When it was stored. */
  processed_at: Instant;
  /** When its request arrived. */
  received_at: Instant;
  /** When it happened, by which readers sort: the client's timestamp, else `received_at`. */
  time: Instant;
  /** As the client sent it. */
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
  /** From 0 to the tenant's shards - 1, by its id: every query names the shards that it asks. */
  shard: number;
  /**
   * What it is found by: words and `name=value` pairs of what is stored here and redacted; absent
   * where the tenant has no search. `=cut` among them: it has more.
   */
  terms?: string[];
  /** How grave it is, beside `terms`: 2 for ERROR and graver, 1 for WARNING, else 0. */
  level?: 0 | 1 | 2;
}

/**
 * The document at `tenants/{tenant_id}/processed_logs/{log_id}/restricted/original`. It expires by
 * itself: Firestore deletes no subcollections.
 */
export interface RestrictedOriginal {
  original_text: string;
  expires_at?: Instant;
}
