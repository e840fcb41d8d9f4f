/**
 * What single loggers and services call the text, the time and the severity, beside the common names
 * that go before them. A further one is a word here.
 */
export const MORE_NAMES = {
  /** .NET's, journald's, Serilog's, GELF's, Cloud Logging's, Supabase's. */
  text: [
    'Message',
    'MESSAGE',
    '@message',
    '@m',
    'RenderedMessage',
    'short_message',
    'textPayload',
    'event_message',
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
  ],
  /** .NET's, Monolog's, OpenTelemetry's, Postgres', Serilog's, HashiCorp's, journald's. */
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
  ],
} as const;
