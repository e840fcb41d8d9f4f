/**
 * Cloud Logging's severities, the least grave first:
 * https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#LogSeverity
 *
 * Apart from `severity.ts`, which brings the validator along: the readers' page needs the names alone.
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

/** The names that other loggers use for the same thing. */
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
