import assert from 'node:assert/strict';
import { deflateRawSync, gzipSync } from 'node:zlib';

import { intake } from '../support/intake.js';
import { request } from '../support/request.js';

const AT = '2024-01-14T16:00:00';

const send = async (path: string, body: string | Buffer, headers: Record<string, string> = {}) => {
  const { handle, published, unexpected } = intake();
  const type = { 'content-type': 'application/json', 'x-tenant-id': 'acme' };
  const answer = await handle(request('POST', path, { ...type, ...headers }, body));
  assert.deepEqual(unexpected, []);
  const logs = published.flatMap((message) => message.logs);
  const words = logs.flatMap(({ repairs = [] }) => repairs.map(({ repair }) => repair));
  return { ...answer, logs, texts: logs.map(({ text }) => text), words };
};

const record = (fields: object) => ({ resourceLogs: [{ scopeLogs: [{ logRecords: [fields] }] }] });

describe('consecutive JSON values, whatever separates them:', () => {
  const A = '{"msg":"a"}';
  const B = '{"msg":"b"}';
  for (const type of ['application/json', 'application/x-ndjson', 'application/octet-stream']) {
    for (const [name, body] of [
      ['nothing', `${A}${B}`],
      ['a comma and a line feed', `${A},\n${B}`],
      ['a NUL behind each', `${A}\0${B}\0`],
      ['a byte order mark in the middle', `${A}\n\ufeff${B}`],
      ['a form feed', `${A}\f${B}`],
      ['a record separator before each', `\x1e${A}\n\x1e${B}\n`],
      ['no comma in an array', `[${A}${B}]`],
      ['spaces in the place of a comma in an array', `[${A}  ${B}]`],
    ] as const) {
      it(`${name}, as ${type}`, async () => {
        const { status, texts, words } = await send('/', body, { 'content-type': type });
        assert.deepEqual([status, texts, words], [202, ['a', 'b'], []]);
      });
    }
  }

  it('JSON strings', async () => {
    assert.deepEqual((await send('/', '"a"\n"b"')).texts, ['a', 'b']);
  });

  it('lines that start with a text', async () => {
    const { texts, words } = await send('/', `starting up\n${A}\nnot JSON\n${B}\n`);
    assert.deepEqual(
      [texts, words],
      [
        ['starting up', 'a', 'not JSON', 'b'],
        ['not_json', 'not_json'],
      ],
    );
  });

  it('a text that only begins like one stays whole', async () => {
    const { texts, words } = await send('/', '"a" said b');
    assert.deepEqual([texts, words], [['"a" said b'], ['not_json']]);
  });

  it('the last item of a truncated array is kept as it is, and repaired', async () => {
    const { texts, words } = await send('/', `[${A},\n${B}`);
    assert.deepEqual([texts, words], [['a', 'b'], ['not_json']]);
  });

  it('a line with a value and a text stays a text', async () => {
    const headers = { 'content-type': 'application/x-ndjson' };
    const { texts } = await send('/', `${A}\n${B} trailing\n`, headers);
    assert.deepEqual(texts, ['a', `${B} trailing`]);
  });
});

describe('a body is inflated', () => {
  const LINES = '{"msg":"a"}\n{"msg":"b"}\n';
  for (const [name, body, headers] of [
    ['where nothing says that it is gzip', gzipSync(LINES), {}],
    [
      'where its media type alone says that it is gzip',
      gzipSync(LINES),
      { 'content-type': 'application/gzip' },
    ],
    [
      'where its coding stands beside identity',
      gzipSync(LINES),
      { 'content-encoding': 'gzip, identity' },
    ],
    ['from deflate without zlib', deflateRawSync(LINES), { 'content-encoding': 'deflate' }],
    ['where the coding is a charset, which is none', LINES, { 'content-encoding': 'utf-8' }],
    ['where the coding is none', LINES, { 'content-encoding': 'none' }],
    ['as UTF-16 without a mark', Buffer.from(LINES, 'utf16le'), {}],
  ] as const) {
    it(name, async () => {
      const { status, texts, words } = await send('/', body, headers);
      assert.deepEqual([status, texts, words], [202, ['a', 'b'], []]);
    });
  }

  it('of OTLP, too', async () => {
    const body = gzipSync(JSON.stringify(record({ body: { stringValue: 'a' } })));
    assert.deepEqual((await send('/v1/logs', body)).texts, ['a']);
  });
});

describe('a time under another name or in another form', () => {
  const seconds = Date.parse(`${AT}Z`) / 1000;
  for (const fields of [
    { date: seconds + 0.25 },
    { datetime: '2024-01-14 16:00:00' },
    { asctime: '2024-01-14 16:00:00,123' },
    { Timestamp: '2024-01-14T16:00:00Z' },
    { timestamp: [2024, 1, 14, 16, 0] },
    { timestamp: { epochSecond: seconds, nanoOfSecond: 5 } },
    { timestamp: { $date: { $numberLong: String(seconds * 1000) } } },
  ]) {
    it(`is read: ${JSON.stringify(fields)}`, async () => {
      const { logs, words } = await send('/', JSON.stringify({ msg: 'x', ...fields }));
      assert.deepEqual(words, []);
      assert.ok(logs[0]?.timestamp?.startsWith(AT), logs[0]?.timestamp);
      assert.equal(logs[0]?.attributes, undefined);
    });
  }

  it('a field named date with only a day stays as it is', async () => {
    const { logs } = await send('/', '{"msg":"x","date":"2024-01-10"}');
    assert.deepEqual(logs[0]?.attributes, { date: '2024-01-10' });
    assert.equal(logs[0]?.timestamp, undefined);
  });

  for (const time of [
    { low: Number(BigInt.asIntN(32, BigInt(seconds) * 1_000_000_000n)), high: 0 },
    [seconds, 5],
    `${seconds}000000000.5`,
    '2024-01-14T16:00:00Z',
  ]) {
    it(`is read in OTLP: ${JSON.stringify(time)}`, async () => {
      const high = Number((BigInt(seconds) * 1_000_000_000n) >> 32n);
      const sent = typeof time === 'object' && 'low' in time ? { ...time, high } : time;
      const fields = { body: { stringValue: 'x' }, timeUnixNano: sent };
      const { logs, words } = await send('/v1/logs', JSON.stringify(record(fields)));
      assert.deepEqual(words, []);
      assert.ok(logs[0]?.timestamp?.startsWith(AT), logs[0]?.timestamp);
    });
  }
});

describe('OTLP as encoders of other languages write it', () => {
  const PASCAL = `{"ResourceLogs":[{"Resource":{"Attributes":[{"Key":"service.name","Value":{"StringValue":"shop"}}]},"ScopeLogs":[{"Scope":{"Name":"s"},"LogRecords":[{"TimeUnixNano":1705248000000000000,"SeverityNumber":17,"Body":{"StringValue":"x"},"Attributes":[{"Key":"Order","Value":{"IntValue":5}}]}]}]}]}`;
  const GO = `{"resource_logs":[{"resource":{"attributes":[{"key":"service.name","value":{"Value":{"StringValue":"shop"}}}]},"scope_logs":[{"scope":{"name":"s"},"log_records":[{"time_unix_nano":1705248000000000000,"severity_number":17,"body":{"Value":{"StringValue":"x"}},"attributes":[{"key":"Order","value":{"Value":{"IntValue":5}}}]}]}]}]}`;
  for (const [name, body] of [
    ['.NET', PASCAL],
    ['Go', GO],
  ] as const) {
    it(name, async () => {
      const { logs, words } = await send('/v1/logs', body);
      assert.deepEqual(words, []);
      const [log] = logs;
      assert.equal(log?.text, 'x');
      assert.equal(log.severity, 'ERROR');
      assert.equal(Date.parse(log.timestamp ?? ''), Date.parse(`${AT}Z`));
      assert.deepEqual(log.attributes, {
        severity_number: 17,
        attributes: { Order: 5 },
        resource: { 'service.name': 'shop' },
        scope: { name: 's' },
      });
    });
  }

  for (const body of [
    '[]',
    ' \n',
    '{"resourceLogs":[{"scopeLogs":[{"records":[{"body":"x"}]}]}]}',
    '{"resourceLogs":[{"scopeLogs":"x"}]}',
  ]) {
    it(`${JSON.stringify(body)} is not an export of logs, but an error`, async () => {
      const { status, logs } = await send('/v1/logs', body);
      assert.deepEqual([status, logs], [400, []]);
    });
  }
});

describe('an empty text', () => {
  for (const body of ['{"msg":""}', '{"message":" "}', '{"log":"\\n","body":""}']) {
    it(`is not content under another name either: ${body}`, async () => {
      assert.equal((await send('/', body)).status, 400);
    });
  }

  it('is ignored if there are other fields', async () => {
    assert.deepEqual((await send('/', '{"msg":"","user":5}')).texts, ['{"msg":"","user":5}']);
  });
});

describe('a log of a logger or service with names of its own:', () => {
  const time = `${AT}.123Z`;
  const micros = `${Date.parse(time)}000`;
  for (const [sender, sent, severity, attributes] of [
    ['.NET', { Timestamp: time, LogLevel: 'Warning', Message: 'x' }, 'WARNING', undefined],
    ['.NET, short', { Timestamp: time, LogLevel: 'fail', Message: 'x' }, 'ERROR', 'LogLevel'],
    ['Serilog', { '@t': time, '@l': 'Error', '@m': 'x' }, 'ERROR', undefined],
    [
      'Monolog',
      { datetime: time, level: 400, level_name: 'ERROR', message: 'x' },
      'ERROR',
      'level',
    ],
    [
      'journald',
      { __REALTIME_TIMESTAMP: micros, PRIORITY: '4', MESSAGE: 'x' },
      'WARNING',
      undefined,
    ],
    [
      'log4j 2',
      { timeMillis: Date.parse(time), level: 'FATAL', message: 'x' },
      'CRITICAL',
      undefined,
    ],
    ['log15', { t: time, lvl: 'dbug', msg: 'x' }, 'DEBUG', 'lvl'],
    ['HashiCorp', { '@timestamp': time, '@level': 'warn', '@message': 'x' }, 'WARNING', undefined],
    [
      'Postgres',
      { timestamp: time, error_severity: 'LOG', message: 'x' },
      'INFO',
      'error_severity',
    ],
    ['slog', { time, level: 'INFO+2', msg: 'x' }, 'NOTICE', 'level'],
    [
      'winston, coloured',
      { timestamp: time, level: '\u001b[31merror\u001b[39m', message: 'x' },
      'ERROR',
      'level',
    ],
    ['ECS', { '@timestamp': time, log: { level: 'error' }, message: 'x' }, 'ERROR', 'log'],
    ['nginx', { time_iso8601: time, msg: 'x' }, undefined, undefined],
  ] as const) {
    for (const path of ['/', '/_bulk']) {
      it(`${sender}, at ${path}`, async () => {
        const body = `${path === '/' ? '' : '{"index":{}}\n'}${JSON.stringify(sent)}\n`;
        const { logs, texts, words } = await send(path, body);
        assert.deepEqual([texts, words], [['x'], []]);
        assert.equal(Date.parse(logs[0]?.timestamp ?? ''), Date.parse(time));
        assert.equal(logs[0]?.severity, severity);
        assert.deepEqual(Object.keys(logs[0]?.attributes ?? {}), attributes ? [attributes] : []);
      });
    }
  }

  it('an empty text under a name of one logger is still a field', async () => {
    assert.deepEqual((await send('/', '{"Message":""}')).texts, ['{"Message":""}']);
  });
});

describe('an event of Splunk’s collector from', () => {
  for (const [sender, sent, attributes] of [
    [
      'Docker’s driver',
      { event: { line: 'x', source: 'stdout', tag: 't' }, host: 'h' },
      { source: 'stdout', tag: 't', host: 'h' },
    ],
    [
      'Docker’s driver, of JSON',
      { event: { line: { msg: 'x', level: 'error' }, source: 'stdout' } },
      { source: 'stdout' },
    ],
    [
      'OpenTelemetry’s exporter',
      { event: 'x', fields: { 'otel.log.severity.text': 'Error', 'otel.log.name': 'n' } },
      { 'otel.log.name': 'n' },
    ],
  ] as const) {
    it(sender, async () => {
      const { logs, texts } = await send('/services/collector', JSON.stringify(sent));
      assert.deepEqual(texts, ['x']);
      assert.deepEqual(logs[0]?.attributes, attributes);
      if (sender !== 'Docker’s driver') assert.equal(logs[0].severity, 'ERROR');
    });
  }
});
