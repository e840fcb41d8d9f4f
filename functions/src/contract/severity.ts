import { z } from 'zod';

/** Cloud Logging's severities: https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#LogSeverity */
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
const ALIASES: Readonly<Record<string, Severity>> = {
  TRACE: 'DEBUG',
  VERBOSE: 'DEBUG',
  INFORMATION: 'INFO',
  WARN: 'WARNING',
  ERR: 'ERROR',
  FATAL: 'CRITICAL',
  CRIT: 'CRITICAL',
  PANIC: 'EMERGENCY',
  EMERG: 'EMERGENCY',
};

/** A severity as stored. */
export const severitySchema = z.enum(SEVERITIES);

/** A severity as clients write it: any case, the usual aliases. */
export const clientSeveritySchema = z
  .string('must be a string')
  .transform((name) => {
    const upper = name.toUpperCase();
    return Object.hasOwn(ALIASES, upper) ? ALIASES[upper] : upper;
  })
  .pipe(z.enum(SEVERITIES, `must be one of ${SEVERITIES.join(', ')}`));
