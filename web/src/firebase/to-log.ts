import type { DocumentData } from 'firebase/firestore';

import { isRecord } from '../../../functions/src/lib/is-record.js';
import { isSeverity, isSource, type Log, type Source } from '../documents/log.js';
import { repairsOf, splitOf } from '../documents/repairs.js';
import { toInstant } from './timestamps.js';

/**
 * A stored document as the page works with it. The worker writes what the contract says; a field
 * that is something else is shown as text or left out, so that one odd document breaks no list.
 */
export function toLog(id: string, data: DocumentData): Log {
  const { attributes, original_text, request_id, severity } = data;
  const processed_at = toInstant(data['processed_at']) ?? { seconds: 0, nanos: 0 };
  const [timestamp, expires_at] = [toInstant(data['timestamp']), toInstant(data['expires_at'])];
  return {
    log_id: id,
    source: toSource(data['source']),
    modified_data: toText(data['modified_data']),
    processed_at,
    received_at: toInstant(data['received_at']) ?? processed_at,
    time: toInstant(data['time']) ?? timestamp ?? processed_at,
    ...(timestamp && { timestamp }),
    ...(typeof severity === 'string' && isSeverity(severity) && { severity }),
    ...(isAttributes(attributes) && { attributes }),
    ...(typeof original_text === 'string' && { original_text }),
    redactions: toCounts(data['redactions']),
    content_hash: toText(data['content_hash']),
    redactor_version: toText(data['redactor_version']),
    shard: typeof data['shard'] === 'number' ? data['shard'] : 0,
    ...(typeof request_id === 'string' && { request_id }),
    ...(expires_at && { expires_at }),
    ...toRepaired(data),
  };
}

export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}

/** Firestore holds no values that the contract does not know, but times and bytes, which nobody writes. */
function isAttributes(value: unknown): value is NonNullable<Log['attributes']> {
  return isRecord(value);
}

function toSource(value: unknown): Source {
  return typeof value === 'string' && isSource(value) ? value : 'json_upload';
}

function toCounts(value: unknown): Record<string, number> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([kind, count]) =>
      typeof count === 'number' ? [[kind, count]] : [],
    ),
  );
}

/** What was done to keep it; absent in a log that was kept as it was sent. */
function toRepaired(data: DocumentData): object {
  const [repairs, split] = [repairsOf(data), splitOf(data)];
  return { ...(repairs.length > 0 && { repairs }), ...(split && { split }) };
}
