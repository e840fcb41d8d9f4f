/**
 * Cloud Logging's severities, from least to most severe:
 * https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#LogSeverity
 *
 * Separate from `severity.ts`, which imports the validator: the readers' page needs only the names.
 */
export const SEVERITIES = [
  'DEFAULT',
  'DEBUG',
  'INFO',
  'NOTICE',
  'WARNING',
  'ERROR',
  'CRITICAL',
  'ALERT',
  'EMERGENCY',
] as const;

export type Severity = (typeof SEVERITIES)[number];

/** Other loggers' names for the same severities. */
const ALIASES = {
  TRACE: 'DEBUG',
  VERBOSE: 'DEBUG',
  INFORMATION: 'INFO',
  INFORMATIONAL: 'INFO',
  WARN: 'WARNING',
  ERR: 'ERROR',
  SEVERE: 'ERROR',
  FATAL: 'CRITICAL',
  CRIT: 'CRITICAL',
  PANIC: 'EMERGENCY',
  EMERG: 'EMERGENCY',
} as const satisfies Record<string, Severity>;

/** By its own name or an alias, in upper case. */
export const SEVERITY_BY_NAME: ReadonlyMap<string, Severity> = new Map([
  ...SEVERITIES.map((name) => [name, name] as const),
  ...Object.entries(ALIASES),
]);
