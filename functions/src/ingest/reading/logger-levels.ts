import {
  fromOtelSeverity,
  isSeverityName,
  readOtelNumber,
  readSeverity,
  SEVERITIES,
  type Severity,
} from '../../contract/severity.js';
import { isRecord } from '../../lib/is-record.js';
import { nestedSeverity } from './logger-names.js';
import { type GetField, severityByShape } from './logger-shapes.js';

type Scale = (level: number) => Severity | undefined;

const scale =
  (levels: Readonly<Record<number, Severity>>): Scale =>
  (level) =>
    levels[level];

/** Monolog’s; below 100, the numbers are those of syslog, pino or bunyan. */
const monolog = scale({
  100: 'DEBUG',
  200: 'INFO',
  250: 'NOTICE',
  300: 'WARNING',
  400: 'ERROR',
  500: 'CRITICAL',
  550: 'ALERT',
  600: 'EMERGENCY',
});

/** Microsoft.Extensions.Logging’s, and except for the highest those of JavaScript’s `loglevel`. */
const ascending = scale({
  0: 'DEBUG',
  1: 'DEBUG',
  2: 'INFO',
  3: 'WARNING',
  4: 'ERROR',
  5: 'CRITICAL',
});

const python = scale({ 10: 'DEBUG', 20: 'INFO', 30: 'WARNING', 40: 'ERROR', 50: 'CRITICAL' });

/** Cloud Logging’s own numbers. */
const cloudLogging: Scale = (level) => (level >= 100 ? SEVERITIES[level / 100] : undefined);

const otel: Scale = (level) => fromOtelSeverity(readOtelNumber(level) ?? 0);

/** The scale of numbers under each name that belongs to loggers with a scale of their own. */
const SCALES: ReadonlyMap<string, Scale> = new Map([
  ['level', monolog],
  ['severity', cloudLogging],
  ['levelno', python],
  ['LogLevel', ascending],
  ['logLevel', ascending],
  ['severity_number', otel],
  ['severityNumber', otel],
  ['SeverityNumber', otel],
]);

/**
 * The severity of a record. `levelOf` gives the value under one of the `names`, if that is not the
 * field's own. `name`: the field to drop, since it says no more than the severity does.
 */
export function findSeverity(
  names: readonly string[],
  get: GetField,
  levelOf = get,
): { severity: Severity; name?: string } | undefined {
  let numbered: Severity | undefined;
  for (const name of names) {
    const level = levelOf(name);
    if (level === undefined || !mayBeLevel(name, level)) continue;
    const scaled = severityByScale(name, level);
    // A level by name takes precedence.
    numbered ??= scaled;
    if (scaled !== undefined) continue;
    const severity = readSeverity(level) ?? severityInObject(level);
    if (severity !== undefined) return { severity, ...(isSeverityName(level) && { name }) };
  }
  const severity = numbered ?? nestedSeverity(get('log')) ?? severityByShape(get);
  return severity && { severity };
}

/** Whether a field may be a severity: a `priority` in words is one, in numbers it may mean anything. */
function mayBeLevel(name: string, level: unknown): boolean {
  return name !== 'priority' || (typeof level === 'string' && !/^\s*\d/.test(level));
}

/** The severity that a number has by the scale of its field’s name. */
function severityByScale(name: string, level: unknown): Severity | undefined {
  const isDigits = typeof level === 'string' && /^\d{1,3}$/.test(level);
  if (typeof level !== 'number' && !isDigits) return undefined;
  return SCALES.get(name)?.(Number(level));
}

/** The level in an object: of log4j’s templates, log4js, Logback and others. */
function severityInObject(level: unknown): Severity | undefined {
  if (!isRecord(level)) return undefined;
  return readSeverity(level['name'] ?? level['levelStr'] ?? level['levelName']);
}
