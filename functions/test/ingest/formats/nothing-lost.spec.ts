import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { intake } from '../../support/intake.js';
import { request } from '../../support/request.js';

const JSON_TYPE = { 'content-type': 'application/json' };
const MSGPACK = { 'content-type': 'application/msgpack' };
const LOGPLEX = { 'content-type': 'application/logplex-1' };
const FIREHOSE = { ...JSON_TYPE, 'x-amz-firehose-request-id': 'delivery-1' };

const base64 = (text: string | Buffer) => Buffer.from(text).toString('base64');
const push = (message: object) =>
  JSON.stringify({ message, subscription: 'projects/p/subscriptions/s' });
const records = (...sent: unknown[]) => JSON.stringify({ requestId: 'r', records: sent });
const stream = (line: string) => ({
  stream: { app: 'x' },
  values: [['1705314600000000000', line]],
});
const streams = (line: string) => JSON.stringify({ streams: [stream(line)] });
const event = (template: string) => ({
  Timestamp: '2024-01-15T10:30:00Z',
  MessageTemplate: template,
});
const record = (text: string) => ({ body: { stringValue: text } });
const group = (...logRecords: object[]) => ({ scopeLogs: [{ logRecords }] });
const otlp = (...groups: object[]) => JSON.stringify({ resourceLogs: groups });

type Row = [
  name: string,
  path: string,
  headers: Record<string, string>,
  body: string | Buffer,
  words: string[],
  count?: number,
];

const ROWS: Row[] = [
  ['text at Splunk', '/services/collector', {}, 'plain text', ['plain text']],
  ['a text of JSON at Splunk', '/services/collector', {}, '"a text"', ['a text']],
  [
    'an event of Splunk that is cut off',
    '/services/collector',
    {},
    '{"event":"first"}{"event":"cut o',
    ['first', 'cut o'],
    2,
  ],
  [
    'an event of Splunk that says it in its fields',
    '/services/collector',
    {},
    '{"event":null,"fields":{"order":"five"}}{"event":"","fields":{"order":"six"}}',
    ['five', 'six'],
    2,
  ],
  [
    'a log at Splunk without an event around it',
    '/services/collector',
    {},
    '{"message":"as it is","host":"web"}',
    ['as it is', 'web'],
  ],
  [
    'a time in an event of Splunk that is finer than the event’s',
    '/services/collector',
    {},
    '{"time":1705314600.123,"event":{"msg":"a","time":"2024-01-15T10:30:00.123456789Z"}}',
    ['00.123456789Z'],
  ],
  [
    'two pushes to Loki in one body',
    '/loki/api/v1/push',
    JSON_TYPE,
    `${streams('first')}\n${streams('second')}`,
    ['first', 'second'],
    2,
  ],
  [
    'an array of pushes to Loki',
    '/loki/api/v1/push',
    JSON_TYPE,
    `[${streams('first')},${streams('second')}]`,
    ['first', 'second'],
    2,
  ],
  [
    'one stream of Loki that is no list, and what is beside it',
    '/loki/api/v1/push',
    JSON_TYPE,
    JSON.stringify({ streams: stream('alone'), cluster: 'eu' }),
    ['alone', 'eu'],
  ],
  [
    'a version of GELF that is the application’s',
    '/gelf',
    {},
    '{"short_message":"a","version":"9.1-rc"}',
    ['9.1-rc'],
  ],
  [
    'what is beside the events of Seq, before and behind',
    '/api/events/raw',
    JSON_TYPE,
    JSON.stringify({ Source: 'svc', Events: [event('first'), 'second'], Extra: { zone: 'b' } }),
    ['first', 'second', 'svc', 'zone'],
    2,
  ],
  [
    'one event of Seq that is no list',
    '/api/events/raw',
    JSON_TYPE,
    JSON.stringify({ Events: event('alone') }),
    ['alone'],
  ],
  [
    'an event of Seq with a property of that name',
    '/api/events/raw',
    JSON_TYPE,
    '{"@m":"a","Events":["first","second"]}',
    ['first', 'second'],
  ],
  ['text as msgpack that begins with no ASCII', '/', MSGPACK, 'Übung at first', ['Übung at first']],
  ['an emoji as msgpack', '/', MSGPACK, '🚀 launch', ['🚀 launch']],
  [
    'a priority of syslog that is none',
    '/',
    LOGPLEX,
    '<999>1 2024-01-15T10:30:00Z host app - - - odd',
    ['<999>1', 'odd'],
  ],
  [
    'data of Firehose that is no base64',
    '/',
    FIREHOSE,
    records({ data: 'no base64!' }),
    ['no base64!'],
  ],
  [
    'data of Firehose that is an object',
    '/',
    FIREHOSE,
    records({ data: { msg: 'a map' } }),
    ['a map'],
  ],
  [
    'records of Firehose without data, or with more',
    '/',
    FIREHOSE,
    records({ message: 'bare' }, 'a text!', { data: base64('as it should'), shard: 'seven' }),
    ['bare', 'a text!', 'as it should', 'seven'],
    3,
  ],
  [
    'data of Pub/Sub that is no base64',
    '/',
    JSON_TYPE,
    push({ data: 'no base64!' }),
    ['no base64!'],
  ],
  [
    'data of Pub/Sub that is an object',
    '/',
    JSON_TYPE,
    push({ data: { msg: 'a map' } }),
    ['a map'],
  ],
  [
    'data of Pub/Sub in gzip',
    '/',
    JSON_TYPE,
    push({ data: base64(gzipSync('{"msg":"packed"}')) }),
    ['packed'],
  ],
  [
    'the ordering key of Pub/Sub',
    '/',
    JSON_TYPE,
    push({ data: base64('a'), orderingKey: 'user-7' }),
    ['user-7'],
  ],
  [
    'two payloads of Cloud Logging',
    '/',
    JSON_TYPE,
    push({
      data: base64(
        JSON.stringify({
          logName: 'l',
          insertId: 'i',
          textPayload: 'in text',
          jsonPayload: { message: 'in JSON' },
        }),
      ),
    }),
    ['in text', 'in JSON'],
  ],
  [
    'records of OTLP in the place of their scope, beside others',
    '/v1/logs',
    JSON_TYPE,
    otlp(group(record('first')), { logRecords: [record('second')] }),
    ['first', 'second'],
    2,
  ],
  [
    'records of OTLP under both names of their list',
    '/v1/logs',
    JSON_TYPE,
    JSON.stringify({
      resourceLogs: [group(record('first'))],
      resource_logs: [{ scope_logs: [{ log_records: [{ body: { string_value: 'second' } }] }] }],
    }),
    ['first', 'second'],
    2,
  ],
  [
    'fields of OTLP’s groups that it does not know',
    '/v1/logs',
    JSON_TYPE,
    JSON.stringify({
      batch: 'b-1',
      resourceLogs: [{ zone: 'z-1', scopeLogs: [{ logRecords: [record('a')], lane: 'l-1' }] }],
    }),
    ['b-1', 'z-1', 'l-1'],
  ],
  [
    'a key of OTLP that is there twice',
    '/v1/logs',
    JSON_TYPE,
    `{"resourceLogs":[${JSON.stringify(group(record('first')))}],"resourceLogs":[${JSON.stringify(group(record('second')))}]}`,
    ['first', 'second'],
    2,
  ],
  [
    'a field of OTLP under both of its names',
    '/v1/logs',
    JSON_TYPE,
    otlp(group({ ...record('a'), severityText: 'one', severity_text: 'other' })),
    ['one', 'other'],
  ],
  [
    'two members in a value of OTLP',
    '/v1/logs',
    JSON_TYPE,
    otlp(group({ body: { stringValue: 'a text', intValue: '42' } })),
    ['a text', '42'],
  ],
  [
    'a member of a value of OTLP beside empty ones',
    '/v1/logs',
    JSON_TYPE,
    otlp(group({ body: { stringValue: '', boolValue: false, intValue: '43', bytesValue: '' } })),
    ['43'],
  ],
  [
    'what is in an attribute of OTLP beside key and value',
    '/v1/logs',
    JSON_TYPE,
    otlp(
      group({
        ...record('a'),
        attributes: [
          { key: 'k', value: { stringValue: 'v-1' }, unit: 'ms-1' },
          { key: 'l', stringValue: 'v-2' },
        ],
      }),
    ),
    ['v-1', 'ms-1', 'v-2'],
  ],
];

describe('nothing is lost of', () => {
  for (const [name, path, headers, body, words, count = 1] of ROWS) {
    it(name, async () => {
      const { handle, published, unexpected } = intake();
      const { status } = await handle(
        request('POST', path, { 'x-tenant-id': 'acme', ...headers }, body),
      );
      assert.deepEqual(unexpected, []);
      assert.ok(status < 300, `status ${status}`);
      const logs = published.flatMap((message) => message.logs);
      assert.equal(logs.length, count);
      const kept = JSON.stringify(logs);
      for (const word of words) assert.ok(kept.includes(word), `${word} in ${kept}`);
    });
  }

  for (const [name, path, body] of [
    ['Splunk', '/services/collector', (text: string) => JSON.stringify({ event: text })],
    ['Splunk’s raw lines', '/services/collector/raw', (text: string) => text],
    ['Datadog', '/api/v2/logs', (text: string) => JSON.stringify({ message: text })],
    ['Loki', '/loki/api/v1/push', streams],
    ['Pub/Sub', '/', (text: string) => push({ data: base64(text) })],
  ] as const) {
    it(`a record in a text of ${name}: its repairs are reported, and refused on request`, async () => {
      const headers = { ...JSON_TYPE, 'x-tenant-id': 'acme' };
      const sent = body('{"msg":"a","key":"one","key":"two"}');
      const { handle, published } = intake();
      await handle(request('POST', path, headers, sent));
      const repairs = published.flatMap(({ logs }) => logs).flatMap((log) => log.repairs ?? []);
      assert.deepEqual(
        repairs.map(({ repair }) => repair),
        ['duplicate_key'],
      );
      const strict = { ...headers, prefer: 'handling=strict' };
      assert.equal((await handle(request('POST', path, strict, sent))).status, 400);
    });
  }

  for (const [path, body] of [
    ['/services/collector', '{"event":"Käse"}'],
    ['/services/collector/raw', 'Käse'],
    ['/api/v2/logs', '{"message":"Käse"}'],
    ['/_bulk', '{"index":{}}\n{"message":"Käse"}\n'],
    ['/clef', '{"@m":"Käse"}'],
    ['/gelf', '{"short_message":"Käse"}'],
    [
      '/loki/api/v1/push',
      '{"streams":[{"stream":{"a":"b"},"values":[["1705314600000000000","Käse"]]}]}',
    ],
    [
      '/v1/logs',
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"Käse"}}]}]}]}',
    ],
  ] as const) {
    for (const [charset, encoding] of [
      ['iso-8859-1', 'latin1'],
      ['utf-16le', 'utf16le'],
    ] as const) {
      it(`${path} in ${charset}`, async () => {
        const { handle, published } = intake();
        const type = { 'content-type': `application/json; charset=${charset}` };
        const headers = { ...type, 'x-tenant-id': 'acme' };
        await handle(request('POST', path, headers, Buffer.from(body, encoding)));
        const texts = published.flatMap(({ logs }) => logs.map(({ text }) => text));
        assert.deepEqual(texts, ['Käse']);
      });
    }
  }

  it('a group of OTLP that holds something other than logs: it is named', async () => {
    const { handle } = intake();
    const body = otlp(group(record('a')), { scopeSpans: [{ spans: [] }] });
    const { status, body: answer } = await handle(
      request('POST', '/v1/logs', { ...JSON_TYPE, 'x-tenant-id': 'acme' }, body),
    );
    assert.equal(status, 200);
    assert.match(JSON.stringify(answer), /"rejectedLogRecords":"?1/);
  });
});
