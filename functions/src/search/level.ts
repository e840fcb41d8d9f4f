import type { Severity } from '../contract/severity-names.js';

/**
 * A log's severity in three steps: 2 for ERROR and above, 1 for WARNING, 0 for everything else. It
 * is part of the index of terms, so that the logs with a word can be counted by level.
 */
export type Level = 0 | 1 | 2;

export const LEVELS: readonly Level[] = [0, 1, 2];

const OF_SEVERITY = {
  DEFAULT: 0,
  DEBUG: 0,
  INFO: 0,
  NOTICE: 0,
  WARNING: 1,
  ERROR: 2,
  CRITICAL: 2,
  ALERT: 2,
  EMERGENCY: 2,
} as const satisfies Record<Severity, Level>;

export function levelOf(severity: Severity | undefined): Level {
  return severity === undefined ? 0 : OF_SEVERITY[severity];
}
