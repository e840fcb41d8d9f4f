import type { ProcessedLog } from '../../../functions/src/contract/processed-log.js';
import type { Severity } from '../../../functions/src/contract/severity.js';
import {
  isSource,
  type Source,
  SOURCE_TABLE,
  SOURCES,
} from '../../../functions/src/contract/sources.js';
import { type Instant, toRfc3339 } from './instant.js';

export { isSource, type Source };

/** A document of `processed_logs` with its id. */
export type Log = ProcessedLog & { log_id: string };

/** Names of the sources, in the order of a menu. */
export const SOURCE_NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  SOURCES.map((source) => [source, SOURCE_TABLE[source].name]),
);

/** The severities from the gravest; the compiler proves that none is missing. */
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
 * A log as JSON, under its stored names, times as RFC 3339. The text as sent, which holds what was
 * redacted, is left out unless it is asked for.
 */
export function toJson(log: Log, withOriginal = false): { [name: string]: Json } {
  // Where it lies and what it is found by is the store's business.
  const { shard: _shard, terms: _terms, level: _level, ...fields } = log;
  const { log_id, time, processed_at, received_at, timestamp, expires_at, ...others } = fields;
  const { original_text, ...rest } = others;
  return {
    log_id,
    ...times({ time, processed_at, received_at, timestamp, expires_at }),
    ...rest,
    ...(withOriginal && original_text !== undefined && { original_text }),
  };
}

function times(instants: Record<string, Instant | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(instants).flatMap(([name, at]) => (at ? [[name, toRfc3339(at)]] : [])),
  );
}
