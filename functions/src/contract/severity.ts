import { z } from 'zod';

import { SEVERITIES, type Severity, SEVERITY_BY_NAME } from './severity-names.js';

export { SEVERITIES, type Severity };

/** A severity as stored. */
export const severitySchema = z.enum(SEVERITIES);

/** RFC 5424, section 6.2.1: 0 is the most severe. */
const SYSLOG: readonly Severity[] = [
  'EMERGENCY',
  'ALERT',
  'CRITICAL',
  'ERROR',
  'WARNING',
  'NOTICE',
  'INFO',
  'DEBUG',
];

/** pino’s and bunyan’s, by tens: trace, debug, info, warn, error, fatal. */
const TENS: readonly Severity[] = ['DEBUG', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];

/**
 * Reads a severity as clients write it: a name in any case or a common alias, a syslog number from
 * 0 to 7, or a pino or bunyan number from 10 to 69; numbers may be strings of digits. `undefined`
 * for anything else.
 */
export function readSeverity(level: unknown): Severity | undefined {
  if (typeof level === 'number') return fromNumber(level);
  if (typeof level !== 'string') return undefined;
  const name = level.trim().toUpperCase();
  if (SEVERITY_BY_NAME.has(name)) return SEVERITY_BY_NAME.get(name);
  return /^\d{1,2}$/.test(name) ? fromNumber(Number(name)) : undefined;
}

function fromNumber(level: number): Severity | undefined {
  if (!Number.isInteger(level)) return undefined;
  return level < 10 ? SYSLOG[level] : TENS[Math.floor(level / 10) - 1];
}

/** https://opentelemetry.io/docs/specs/otel/logs/data-model/#field-severitynumber: 1 to 24. */
export function fromOtelSeverity(number: number): Severity | undefined {
  return OTEL[Math.floor((number - 1) / 2)];
}

const OTEL_NAME = /^(?:SEVERITY_NUMBER_)?(TRACE|DEBUG|INFO|WARN|ERROR|FATAL)([2-4])?$/i;
const OTEL_GROUPS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

/**
 * Reads a severity number as OTLP clients write it: a number, its digits, or its name, such as
 * `SEVERITY_NUMBER_INFO2`. `undefined` for anything else.
 */
export function readOtelNumber(sent: unknown): number | undefined {
  if (typeof sent === 'number') return Number.isInteger(sent) ? sent : undefined;
  if (typeof sent !== 'string') return undefined;
  if (/^\d{1,3}$/.test(sent)) return Number(sent);
  const [, group, rank = '1'] = OTEL_NAME.exec(sent) ?? [];
  return group === undefined
    ? undefined
    : OTEL_GROUPS.indexOf(group.toUpperCase()) * 4 + Number(rank);
}

/** In pairs, as Google’s own exporter maps them. */
const OTEL: readonly Severity[] = [
  'DEBUG',
  'DEBUG',
  'DEBUG',
  'DEBUG',
  'INFO',
  'NOTICE',
  'WARNING',
  'WARNING',
  'ERROR',
  'ERROR',
  'CRITICAL',
  'EMERGENCY',
];
