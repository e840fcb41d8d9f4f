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
 * Level names of individual loggers. They say more than the severity they map to, so the original is
 * kept as an attribute. They are not aliases: nobody searches by them.
 */
const LOGGER_LEVELS: ReadonlyMap<string, Severity> = new Map([
  // Three letters in Serilog and zerolog, four in .NET's console.
  ...severities('DEBUG', 'VRB TRC TRCE DBG DBUG'),
  ...severities('INFO', 'INF'),
  ...severities('WARNING', 'WRN'),
  ...severities('ERROR', 'FAIL'),
  ...severities('CRITICAL', 'FTL'),
  ...severities('EMERGENCY', 'PNC'),
  // Four or five letters in log15, go-ethereum, logrus and Charm; MySQL.
  ...severities('DEBUG', 'DEBU'),
  ...severities('NOTICE', 'NOTE'),
  ...severities('ERROR', 'EROR ERRO'),
  ...severities('CRITICAL', 'FATA'),
  ...severities('EMERGENCY', 'PANI'),
  // syslog's own constants; PostgreSQL.
  ...severities('DEBUG', 'LOG_DEBUG DEBUG1 DEBUG2 DEBUG3 DEBUG4 DEBUG5'),
  ...severities('INFO', 'LOG_INFO'),
  ...severities('NOTICE', 'LOG_NOTICE'),
  ...severities('WARNING', 'LOG_WARNING'),
  ...severities('ERROR', 'LOG_ERR'),
  ...severities('CRITICAL', 'LOG_CRIT'),
  ...severities('ALERT', 'LOG_ALERT'),
  ...severities('EMERGENCY', 'LOG_EMERG'),
  // Single letters: logcat, glog and MongoDB.
  ...severities('DEBUG', 'V T D D1 D2 D3 D4 D5'),
  ...severities('INFO', 'I'),
  ...severities('NOTICE', 'N'),
  ...severities('WARNING', 'W'),
  ...severities('ERROR', 'E'),
  ...severities('CRITICAL', 'C F'),
  // java.util.logging, winston, loguru, Datadog, zap, browsers and macOS.
  ...severities('DEBUG', 'FINE FINER FINEST CONFIG SILLY'),
  ...severities('INFO', 'LOG SUCCESS OK'),
  ...severities('CRITICAL', 'DPANIC FAULT'),
]);

function severities(severity: Severity, words: string): (readonly [string, Severity])[] {
  return words.split(' ').map((word) => [word, severity] as const);
}

/** Longer than any level name with its colours and brackets. */
const MAX_LEVEL_LENGTH = 40;

// oxlint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[\d;]{0,12}m/g;
const SLOG = /^(DEBUG|INFO|WARN|ERROR)([+-]\d{1,3})$/;
const SLOG_BASE: Readonly<Record<string, number>> = { DEBUG: -4, INFO: 0, WARN: 4, ERROR: 8 };

/**
 * A severity as clients write it: a name in any case or a usual alias, a number 0 to 7 of syslog,
 * or 10 to 69 of pino and bunyan; numbers also as digits; a logger's own level name, also in terminal
 * colours or brackets; a slog level with an offset, such as `INFO+2`. `undefined` for anything else.
 */
export function readSeverity(level: unknown): Severity | undefined {
  if (typeof level === 'number') return fromNumber(level);
  if (typeof level !== 'string') return undefined;
  return fromName(level) ?? fromLoggerLevel(level);
}

/** Whether a level is a text that its severity replaces completely, so that it need not be kept. */
export function isSeverityName(level: unknown): boolean {
  return typeof level === 'string' && fromName(level) !== undefined;
}

function fromName(level: string): Severity | undefined {
  const trimmed = level.trim();
  if (trimmed.length > MAX_LEVEL_LENGTH) return undefined;
  const name = trimmed.toUpperCase();
  return (
    SEVERITY_BY_NAME.get(name) ?? (/^\d{1,2}$/.test(name) ? fromNumber(Number(name)) : undefined)
  );
}

function fromLoggerLevel(level: string): Severity | undefined {
  if (level.length > MAX_LEVEL_LENGTH) return undefined;
  const word = level
    .replace(COLOURS, '')
    .trim()
    .replace(/^[[(<](.*)[\])>]:?$|^(.*):$/, '$1$2')
    .trim()
    // Of an enum, as Dart and Swift print it.
    .replace(/^(?:log)?level\./i, '')
    .toUpperCase();
  const known = SEVERITY_BY_NAME.get(word) ?? LOGGER_LEVELS.get(word);
  if (known !== undefined) return known;
  const [, base = '', offset] = SLOG.exec(word) ?? [];
  if (offset !== undefined) return fromSlog((SLOG_BASE[base] ?? 0) + Number(offset));
  return OTEL_NAME.test(word) ? fromOtelSeverity(readOtelNumber(word) ?? 0) : undefined;
}

/** Levels are 4 apart, from -4: https://pkg.go.dev/log/slog#Level. Google maps 2 to NOTICE. */
function fromSlog(level: number): Severity {
  if (level < 0) return 'DEBUG';
  if (level < 4) return level < 2 ? 'INFO' : 'NOTICE';
  if (level < 8) return 'WARNING';
  return level < 12 ? 'ERROR' : 'CRITICAL';
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
