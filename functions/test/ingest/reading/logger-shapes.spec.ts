import assert from 'node:assert/strict';

import { post } from '../../support/foreign.js';

const TIME = '2024-01-15T10:30:00.123Z';
const SECONDS = Date.parse(TIME) / 1000;

/** A record, its text, and its severity. */
const RECORDS: [string, object, string, string | undefined][] = [
  ['structlog', { event: 'signed in', level: 'info', timestamp: TIME }, 'signed in', 'INFO'],
  ['structlog with its logger', { event: 'x', logger: 'app', time: TIME }, 'x', undefined],
  [
    'Rust’s tracing',
    { timestamp: TIME, level: 'WARN', fields: { message: 'slow', ms: 5 }, target: 'app' },
    'slow',
    'WARNING',
  ],
  [
    'Cloud Logging’s LogEntry',
    { timestamp: TIME, severity: 'ERROR', jsonPayload: { message: 'boom' } },
    'boom',
    'ERROR',
  ],
  [
    'loguru',
    { text: 'hi\n', record: { level: { name: 'WARNING' }, time: { timestamp: SECONDS } } },
    'hi\n',
    'WARNING',
  ],
  [
    'Python’s logging, by number',
    { message: 'hi', levelno: 30, created: SECONDS },
    'hi',
    'WARNING',
  ],
  [
    'Serilog, unrendered',
    { Timestamp: TIME, Level: 'Error', MessageTemplate: 'hi {U}', Properties: { U: 'ann' } },
    'hi ann',
    'ERROR',
  ],
  ['Serilog, compact', { '@t': TIME, '@mt': '{N} of {M:0.0}', N: 1, '@r': ['2.0'] }, '1 of 2.0', undefined], // prettier-ignore
  [
    'journald, as bytes',
    { __REALTIME_TIMESTAMP: String(SECONDS * 1e6), PRIORITY: '3', MESSAGE: [27, 91, 109, 104] },
    '\u001b[mh',
    'ERROR',
  ],
  ['AWS Lambda’s telemetry', { time: TIME, type: 'function', record: 'hi' }, 'hi', undefined],
  [
    'AWS Lambda’s telemetry, of JSON',
    { time: TIME, type: 'function', record: { level: 'WARN', message: 'hi' } },
    'hi',
    'WARNING',
  ],
  ['MongoDB', { t: { $date: TIME }, s: 'W', c: 'NETWORK', ctx: 'main', msg: 'x' }, 'x', 'WARNING'],
  ['Apple', { timestamp: TIME, messageType: 'Fault', eventMessage: 'x' }, 'x', 'CRITICAL'],
  [
    'Falco',
    { time: TIME, rule: 'Shell', priority: 'Warning', output: 'a shell', tags: [] },
    'a shell',
    'WARNING',
  ],
  ['Android', { timestamp: TIME, priority: 'W', tag: 't', message: 'x' }, 'x', 'WARNING'],
  ['a ticket', { timestamp: TIME, priority: 3, message: 'x' }, 'x', undefined],
  [
    'Cloud Logging’s agent',
    { message: 'x', timestampSeconds: '1705314600', timestampNanos: '123000000' },
    'x',
    undefined,
  ],
  ['NLog', { longdate: '2024-01-15 10:30:00.1230', level: 'Warn', message: 'x' }, 'x', 'WARNING'],
  ['Monolog, by number', { datetime: TIME, level: 550, message: 'x' }, 'x', 'ALERT'],
  ['Cloud Logging, by number', { time: TIME, severity: 500, message: 'x' }, 'x', 'ERROR'],
  ['.NET, by number', { Timestamp: TIME, LogLevel: 4, Message: 'x' }, 'x', 'ERROR'],
  ['OpenTelemetry, by number', { time: TIME, severity_number: 13, body: 'x' }, 'x', 'WARNING'],
  ['log4j’s templates', { time: TIME, level: { name: 'WARN' }, message: 'x' }, 'x', 'WARNING'],
  [
    'syslog in the Elastic Common Schema',
    { '@timestamp': TIME, message: 'x', log: { syslog: { severity: { code: 3 } } } },
    'x',
    'ERROR',
  ],
];

describe('a record in the shape of', () => {
  for (const [logger, record, text, severity] of RECORDS) {
    for (const [path, body] of [
      ['/', JSON.stringify(record)],
      ['/_bulk', `{"index":{}}\n${JSON.stringify(record)}\n`],
    ] as const) {
      it(`${logger}, at ${path}`, async () => {
        const { logs } = await post(path, body, { 'content-type': 'application/json' });
        assert.equal(logs.length, 1);
        assert.deepEqual([logs[0]?.text, logs[0]?.severity], [text, severity]);
        assert.equal(Date.parse(logs[0]?.timestamp ?? ''), Date.parse(TIME));
        assert.equal(logs[0]?.repairs, undefined);
      });
    }
  }
});

describe('a record that only resembles one', () => {
  for (const record of [
    { event: 'kyc', ok: true },
    { event: { name: 'x' }, level: 'info' },
    { record: 'x', id: 5 },
    { fields: { message: '' }, target: 'app' },
    { MESSAGE: [1, 300] },
    { MESSAGE: [255] },
  ]) {
    it(`is its own text: ${JSON.stringify(record)}`, async () => {
      const { logs } = await post('/', record, { 'content-type': 'application/json' });
      assert.equal(logs[0]?.text.startsWith('{'), true);
      assert.equal(logs[0]?.repairs, undefined);
    });
  }

  it('keeps the field that its text was taken from', async () => {
    const { logs } = await post('/', { event: 'signed in', level: 'info', user: 'ann' });
    assert.deepEqual(logs[0]?.attributes, { event: 'signed in', user: 'ann' });
  });

  it('renders a template with no more than its properties have', async () => {
    const record = { '@mt': '{a}'.repeat(1_000), a: 'x'.repeat(100), '@t': TIME };
    const { logs } = await post('/', record);
    assert.ok((logs[0]?.text.length ?? 0) < 4_000);
  });
});
