import { readSeverity, type Severity } from '../../contract/severity.js';
import { isRecord } from '../../lib/is-record.js';

/**
 * Names that individual loggers and services use for the text, time and severity. The common names take
 * precedence. To support another logger, add its names here.
 */
export const MORE_NAMES = {
  /** .NET, journald, Serilog, GELF, Cloud Logging, Supabase. */
  text: [
    'Message',
    'MESSAGE',
    '@message',
    '@m',
    'RenderedMessage',
    'short_message',
    'textPayload',
    'event_message',
    // Apple's unified log.
    'eventMessage',
  ],
  time: [
    'datetime',
    'asctime',
    'Timestamp',
    // Serilog, log15, log4j 2, Axiom and Splunk, nxlog and AWS, Windows.
    '@t',
    't',
    'instant',
    'timeMillis',
    '_time',
    'Time',
    'EventTime',
    'eventTime',
    'event_time',
    'eventTimestamp',
    'TimeCreated',
    // nginx, Cloudflare, Kubernetes, journald.
    'time_iso8601',
    'time_local',
    'EdgeStartTimestamp',
    'Datetime',
    'requestReceivedTimestamp',
    '__REALTIME_TIMESTAMP',
    // NLog.
    'longdate',
  ],
  /** .NET, Monolog, OpenTelemetry, Postgres, Serilog, HashiCorp, journald. */
  severity: [
    'Level',
    'LEVEL',
    'Severity',
    'loglevel',
    'logLevel',
    'log_level',
    'LogLevel',
    'level_name',
    'severity_text',
    'severityText',
    'SeverityText',
    'error_severity',
    '@l',
    '@level',
    'PRIORITY',
    // Numbers of Python and OpenTelemetry; Apple's unified log.
    'levelno',
    'severity_number',
    'severityNumber',
    'SeverityNumber',
    'messageType',
    // Falco and Android; Unreal.
    'priority',
    'Verbosity',
  ],
} as const;

/** The level in a nested `log.level` or `log.syslog`, as in the Elastic Common Schema. */
export function nestedSeverity(log: unknown): Severity | undefined {
  if (!isRecord(log)) return undefined;
  const { level, syslog } = log;
  if (level !== undefined) return readSeverity(level);
  const { severity, priority } = isRecord(syslog) ? syslog : {};
  return readSeverity(isRecord(severity) ? severity['code'] : priority);
}
