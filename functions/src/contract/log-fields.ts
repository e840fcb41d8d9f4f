import { type Instant, toRfc3339 } from './instant.js';
import type { ProcessedLog } from './processed-log.js';

interface LogField {
  /** A time is a `Timestamp` in Firestore, an `Instant` here and RFC 3339 in JSON. */
  is: 'time' | 'value';
  /**
   * Where a reader sees it. `briefly`: wherever a log is listed, in commands and as a column of CSV.
   * `whole`: in its details and its JSON. `on request`: there alone where somebody asks for it.
   * `never`: where it lies and what it is found by is the store's business.
   */
  shown: 'briefly' | 'whole' | 'on request' | 'never';
}

/**
 * Every field of a stored log, in the order in which it is shown. A further one is an entry here, in
 * {@link ProcessedLog} and in what the worker stores; the compiler and `firestore.indexes.json`'s test
 * name what else has to know of it.
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

// The keys of the table are its type's.
// oxlint-disable-next-line no-unsafe-type-assertion
export const LOG_FIELD_NAMES = Object.keys(LOG_FIELDS) as LogFieldName[];

/** What every list of logs, command and export has of one. */
export const BRIEF_FIELDS = LOG_FIELD_NAMES.filter((name) => LOG_FIELDS[name].shown === 'briefly');

const TIMES: ReadonlySet<string> = new Set(
  LOG_FIELD_NAMES.filter((name) => LOG_FIELDS[name].is === 'time'),
);

/** Whether the field of this name is a time, wherever in a log's documents it is. */
export function isTimeField(name: string): boolean {
  return TIMES.has(name);
}

/** The fields that a log has as JSON has them, those with one of these words for where they are shown. */
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
