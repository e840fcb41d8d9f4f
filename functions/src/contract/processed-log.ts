import type { Attributes } from './attributes.js';
import type { Source, Split } from './log-message.js';
import type { Repair } from './repairs.js';
import type { Severity } from './severity.js';
import { type Instant, toRfc3339 } from './instant.js';

/** The document at `tenants/{tenant_id}/processed_logs/{log_id}`. */
export interface ProcessedLog {
  source: Source;
  /** The text as sent; absent if the tenant keeps it separately or not at all. */
  original_text?: string;
  /** The text with personal data replaced by `[REDACTED]`. */
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
  /** Redacted value by value. */
  attributes?: Attributes;
  /**
   * SHA-256 in hex of what the client sent, keyed if the tenant has a key: distinguishes a
   * redelivery from an id that was used twice.
   */
  content_hash: string;
  /** Number of redactions of each kind, in text and attributes together. */
  redactions: Record<string, number>;
  redactor_version: string;
  /** The X-Request-Id of the request that brought it; absent in logs of older versions. */
  request_id?: string;
  /** What was done to the log because it could not be kept as sent. Redacted. */
  repairs?: Repair[];
  /** For a log that did not fit one document: which part this is. */
  split?: Split;
  /** When Firestore deletes it; absent: never. */
  expires_at?: Instant;
  /**
   * From 0 to the tenant's shards - 1, derived from its id: every query names the shards it reads.
   */
  shard: number;
  /**
   * What it is found by: words and `name=value` pairs of what is stored here, redacted; absent if
   * the tenant has no search. `=cut` among them means that it has more.
   */
  terms?: string[];
  /** Severity level, beside `terms`: 2 for ERROR and above, 1 for WARNING, else 0. */
  level?: 0 | 1 | 2;
}

/**
 * The document at `tenants/{tenant_id}/processed_logs/{log_id}/restricted/original`. It has its own
 * expiry: Firestore does not delete subcollections.
 */
export interface RestrictedOriginal {
  original_text: string;
  expires_at?: Instant;
}

interface LogField {
  /** A time is a `Timestamp` in Firestore, an `Instant` here and RFC 3339 in JSON. */
  is: 'time' | 'value';
  /**
   * Where readers see it. `briefly`: in every list of logs, in commands and as a column of CSV.
   * `whole`: in its details and its JSON. `on request`: only there, and only if asked for. `never`:
   * where it is stored and what it is found by is the store's business.
   */
  shown: 'briefly' | 'whole' | 'on request' | 'never';
}

/**
 * Every field of a stored log, in display order. To add one, add an entry here and in
 * {@link ProcessedLog}, and store it in the worker; the compiler and the test of
 * `firestore.indexes.json` name everything else that has to know about it.
 */
export const LOG_FIELDS = {
  time: { is: 'time', shown: 'briefly' },
  processed_at: { is: 'time', shown: 'briefly' },
  received_at: { is: 'time', shown: 'briefly' },
  timestamp: { is: 'time', shown: 'briefly' },
  expires_at: { is: 'time', shown: 'whole' },
  severity: { is: 'value', shown: 'briefly' },
  source: { is: 'value', shown: 'briefly' },
  modified_data: { is: 'value', shown: 'briefly' },
  redactions: { is: 'value', shown: 'briefly' },
  attributes: { is: 'value', shown: 'briefly' },
  request_id: { is: 'value', shown: 'briefly' },
  repairs: { is: 'value', shown: 'whole' },
  split: { is: 'value', shown: 'whole' },
  content_hash: { is: 'value', shown: 'whole' },
  redactor_version: { is: 'value', shown: 'whole' },
  original_text: { is: 'value', shown: 'on request' },
  shard: { is: 'value', shown: 'never' },
  terms: { is: 'value', shown: 'never' },
  level: { is: 'value', shown: 'never' },
} as const satisfies Record<keyof ProcessedLog, LogField>;

export type LogFieldName = keyof typeof LOG_FIELDS;

// The table's keys are exactly its type's.
// oxlint-disable-next-line no-unsafe-type-assertion
export const LOG_FIELD_NAMES = Object.keys(LOG_FIELDS) as LogFieldName[];

/** The fields that every list, command and export shows for each log. */
export const BRIEF_FIELDS = LOG_FIELD_NAMES.filter((name) => LOG_FIELDS[name].shown === 'briefly');

const TIMES: ReadonlySet<string> = new Set(
  LOG_FIELD_NAMES.filter((name) => LOG_FIELDS[name].is === 'time'),
);

/** Whether the field with this name is a time, in any of a log's documents. */
export function isTimeField(name: string): boolean {
  return TIMES.has(name);
}

/** A log's fields as JSON represents them, limited to those shown in the given places. */
export function toJsonFields(
  log: Partial<ProcessedLog>,
  shown: readonly LogField['shown'][],
): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const name of LOG_FIELD_NAMES) {
    const value = log[name];
    if (value === undefined || !shown.includes(LOG_FIELDS[name].shown)) continue;
    // oxlint-disable-next-line no-unsafe-type-assertion -- as the table says
    fields[name] = isTimeField(name) ? toRfc3339(value as Instant) : value;
  }
  return fields;
}
