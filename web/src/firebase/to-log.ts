import type { DocumentData } from 'firebase/firestore';

import type { LogFieldName } from '../../../functions/src/contract/processed-log.js';
import { isRecord } from '../../../functions/src/lib/is-record.js';
import { isSeverity, isSource, type Log } from '../documents/log.js';
import { repairsOf, splitOf } from '../documents/repairs.js';
import { toInstant } from './timestamps.js';

/** The fields that the page reads: `terms` and `level` serve only queries. */
type Field = Exclude<LogFieldName, 'terms' | 'level'>;

/** How each field is read; `undefined` if it is absent or violates the contract. */
const READ: { readonly [Name in Field]: (value: unknown) => Log[Name] | undefined } = {
  time: toInstant,
  processed_at: toInstant,
  received_at: toInstant,
  timestamp: toInstant,
  expires_at: toInstant,
  severity: (value) => (typeof value === 'string' && isSeverity(value) ? value : undefined),
  source: (value) => (typeof value === 'string' && isSource(value) ? value : 'json_upload'),
  modified_data: toText,
  redactions: toCounts,
  attributes: (value) => (isAttributes(value) ? value : undefined),
  request_id: toWord,
  repairs: toRepairs,
  split: (value) => splitOf({ split: value }),
  content_hash: toText,
  redactor_version: toText,
  original_text: toWord,
  shard: (value) => (typeof value === 'number' ? value : 0),
};

/**
 * Converts a stored document to the page's form. The worker writes what the contract says; any
 * other value is shown as text or left out, so that one odd document does not break a list.
 */
export function toLog(id: string, data: DocumentData): Log {
  const fields: Partial<Log> = {};
  for (const [name, toField] of Object.entries(READ)) {
    const value = toField(data[name]);
    if (value !== undefined) Object.assign(fields, { [name]: value });
  }
  const { timestamp, processed_at = { seconds: 0, nanos: 0 } } = fields;
  const { time = timestamp ?? processed_at, received_at = processed_at } = fields;
  // oxlint-disable-next-line no-unsafe-type-assertion -- all others are read to something
  return { ...fields, log_id: id, processed_at, received_at, time } as Log;
}

export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}

function toWord(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * Firestore stores no value types unknown to the contract but times and bytes, which nobody writes.
 */
function isAttributes(value: unknown): value is NonNullable<Log['attributes']> {
  return isRecord(value);
}

function toCounts(value: unknown): Record<string, number> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([kind, count]) =>
      typeof count === 'number' ? [[kind, count]] : [],
    ),
  );
}

/** What was done to keep the log; unknown words from a later version are shown unchanged. */
function toRepairs(value: unknown): Log['repairs'] {
  const repairs = repairsOf({ repairs: value });
  // oxlint-disable-next-line no-unsafe-type-assertion
  return repairs.length > 0 ? (repairs as NonNullable<Log['repairs']>) : undefined;
}
