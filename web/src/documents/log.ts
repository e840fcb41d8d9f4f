import { type ProcessedLog, toJsonFields } from '../../../functions/src/contract/processed-log.js';
import type { Severity } from '../../../functions/src/contract/severity.js';
import {
  isSource,
  type Source,
  SOURCE_TABLE,
  SOURCES,
} from '../../../functions/src/contract/sources.js';

export { isSource, type Source };

/** A document of `processed_logs` with its id. */
export type Log = ProcessedLog & { log_id: string };

/** Names of the sources, in menu order. */
export const SOURCE_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  SOURCES.map((source) => [source, SOURCE_TABLE[source].name]),
);

/** The severities, most severe first; the compiler proves that none is missing. */
export const SEVERITY_NAMES = {
  EMERGENCY: 'Emergency',
  ALERT: 'Alert',
  CRITICAL: 'Critical',
  ERROR: 'Error',
  WARNING: 'Warning',
  NOTICE: 'Notice',
  INFO: 'Info',
  DEBUG: 'Debug',
  DEFAULT: 'Default',
} as const satisfies Record<Severity, string>;

export function isSeverity(value: string): value is Severity {
  return Object.hasOwn(SEVERITY_NAMES, value);
}

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/**
 * A log as JSON, with its stored field names and times as RFC 3339. The original text, which
 * contains what was redacted, is left out unless requested.
 */
export function toJson(log: Log, withOriginal = false): { [name: string]: Json } {
  const fields = toJsonFields(log, [
    'briefly',
    'whole',
    ...(withOriginal ? ['on request' as const] : []),
  ]);
  // oxlint-disable-next-line no-unsafe-type-assertion -- Firestore and the contract hold nothing else
  return { log_id: log.log_id, ...(fields as { [name: string]: Json }) };
}
