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
 * Words of single loggers, which say more than the severity that they come to, and so are kept beside
 * it. Apart from the aliases, since a reader does not search by them.
 */
const WORDS: ReadonlyMap<string, Severity> = new Map([
  // Serilog's and zerolog's three letters, and the four of .NET's console.
  ...severities('DEBUG', 'VRB TRC TRCE DBG DBUG'),
  ...severities('INFO', 'INF'),
  ...severities('WARNING', 'WRN'),
  ...severities('ERROR', 'FAIL'),
  ...severities('CRITICAL', 'FTL'),
  ...severities('EMERGENCY', 'PNC'),
  // logcat, glog and MongoDB.
  ...severities('DEBUG', 'V T D D1 D2 D3 D4 D5'),
  ...severities('INFO', 'I'),
  ...severities('NOTICE', 'N'),
  ...severities('WARNING', 'W'),
  ...severities('ERROR', 'E'),
  ...severities('CRITICAL', 'C F'),
  // Java's, winston's, loguru's, zap's, the browsers', and those of macOS.
  ...severities('DEBUG', 'FINE FINER FINEST CONFIG SILLY'),
  ...severities('INFO', 'LOG SUCCESS'),
  ...severities('CRITICAL', 'DPANIC FAULT'),
]);

function severities(severity: Severity, words: string): (readonly [string, Severity])[] {
  return words.split(' ').map((word) => [word, severity] as const);
}

/** No word with its colours and brackets is longer. */
const MAX_WORD_LENGTH = 40;

// oxlint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[\d;]{0,12}m/g;
const SLOG = /^(DEBUG|INFO|WARN|ERROR)([+-]\d{1,3})$/;
const SLOG_BASE: Readonly<Record<string, number>> = { DEBUG: -4, INFO: 0, WARN: 4, ERROR: 8 };

/**
 * A severity as clients write it: a name in any case or a usual alias, a number 0 to 7 of syslog,
 * or 10 to 69 of pino and bunyan; numbers also as digits; a word of a single logger, with the colours
 * of a terminal or in brackets; one of slog's between two others. `undefined` for what is none.
 */
export function readSeverity(level: unknown): Severity | undefined {
  if (typeof level === 'number') return fromNumber(level);
  if (typeof level !== 'string') return undefined;
  const name = level.trim().toUpperCase();
  if (SEVERITY_BY_NAME.has(name)) return SEVERITY_BY_NAME.get(name);
  if (/^\d{1,2}$/.test(name)) return fromNumber(Number(name));
  return level.length > MAX_WORD_LENGTH ? undefined : fromWord(level);
}

/** Whether the severity that was read from a text says all that the text does. */
export function isSeverityName(level: unknown): boolean {
  if (typeof level !== 'string') return false;
  const name = level.trim().toUpperCase();
  return SEVERITY_BY_NAME.has(name) || /^\d{1,2}$/.test(name);
}

function fromWord(level: string): Severity | undefined {
  const word = level
    .replace(COLOURS, '')
    .trim()
    .replace(/^[[(<](.*)[\])>]:?$|^(.*):$/, '$1$2')
    .trim()
    .toUpperCase();
  const known = SEVERITY_BY_NAME.get(word) ?? WORDS.get(word);
  if (known !== undefined) return known;
  const [, base = '', offset] = SLOG.exec(word) ?? [];
  if (offset !== undefined) return fromSlog((SLOG_BASE[base] ?? 0) + Number(offset));
  return OTEL_NAME.test(word) ? fromOtelSeverity(readOtelNumber(word) ?? 0) : undefined;
}

/** Fours from -4 on, as https://pkg.go.dev/log/slog#Level has them; 2 is where Google puts a notice. */
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
