import assert from 'node:assert/strict';
import { deflateSync, gzipSync } from 'node:zlib';

import type { IngestRequest } from '../../src/ingest/http/http.js';
import { intake } from '../support/intake.js';
import { request } from '../support/request.js';

type Headers = Record<string, string>;

const post = (
  path: string,
  type: string | undefined,
  body: string | Buffer,
  headers: Headers = {},
) =>
  request(
    'POST',
    path,
    { 'x-tenant-id': 'acme', ...(type !== undefined && { 'content-type': type }), ...headers },
    body,
  );
const json = (body: unknown) =>
  post('/ingest', 'application/json', typeof body === 'string' ? body : JSON.stringify(body));
const lines = (body: string) => post('/ingest', 'application/x-ndjson', body);
const log = (fields: object) => json({ text: 'x', ...fields });

const otlp = (record: object | string, more: object = {}) =>
  post(
    '/v1/logs',
    'application/json',
    JSON.stringify({
      resourceLogs: [
        { scopeLogs: [{ logRecords: [{ body: { stringValue: 'a' } }, record], ...more }] },
      ],
    }),
  );
const X = { body: { stringValue: 'x' } };
const attribute = (value: unknown) => ({ ...X, attributes: [{ key: 'k', value }] });

type Row = [name: string, request: IngestRequest, texts: string[], ...words: string[]];

/** What senders get wrong, how it is kept, and which repairs are reported. */
const ROWS: Row[] = [
  // Media types and charsets.
  [
    'a media type that ends with a semicolon',
    post('/', 'application/json;', '{"text":"x"}'),
    ['x'],
  ],
  ['an unknown charset', post('/', 'application/json; charset=klingon', '{"text":"x"}'), ['x']],
  [
    'Latin 1',
    post('/', 'text/plain; charset=iso-8859-1', Buffer.from('Grüße', 'latin1')),
    ['Grüße'],
  ],
  [
    'UTF-16 with a byte order mark',
    post('/', 'application/json', Buffer.from('\ufeff{"text":"ä"}', 'utf16le')),
    ['ä'],
  ],
  ['no media type', post('/', undefined, '{"text":"x"}'), ['x']],
  ['no media type and text', post('/', undefined, 'plain text'), ['plain text']],
  ['curl’s form with JSON', post('/', 'application/x-www-form-urlencoded', '{"text":"x"}'), ['x']],
  [
    'curl’s form with a field',
    post('/', 'application/x-www-form-urlencoded', 'text=x'),
    ['text=x'],
  ],
  [
    'octet-stream with lines',
    post('/', 'application/octet-stream', '{"msg":"a"}\n{"msg":"b"}'),
    ['a', 'b'],
  ],
  ['JSON of another name', post('/', 'application/vnd.acme.log+json', '[{"msg":"a"}]'), ['a']],
  ['text/json', post('/', 'text/json', '{"msg":"a"}{"msg":"b"}'), ['a', 'b']],
  ['HTML', post('/', 'text/html', '<p>x</p>'), ['<p>x</p>']],
  ['XML', post('/', 'application/xml', '<log>x</log>'), ['<log>x</log>']],
  [
    'gzip in octet-stream',
    post('/', 'application/octet-stream', gzipSync('{"msg":"a"}\n'), {
      'content-encoding': 'gzip',
    }),
    ['a'],
  ],
  // Bodies.
  ['lines labelled as JSON', json('{"msg":"a"}\r\n\r\n{"msg":"b"}\r\n'), ['a', 'b']],
  ['values with spaces between', json('{"msg":"a"} {"msg":"b"}'), ['a', 'b']],
  ['a pretty object labelled as lines', lines('{\n  "msg": "a"\n}\n'), ['a']],
  ['an array labelled as lines', lines('[{"msg":"a"},\n{"msg":"b"}]'), ['a', 'b']],
  ['an array of texts', json(['a', 'b']), ['a', 'b']],
  ['numbers in an array', json([1, { text: 'x' }]), ['1', 'x'], 'not_text'],
  ['a text as JSON', json('"a"'), ['a']],
  [
    'a line with NaN',
    lines('{"msg":"a"}\n{"msg":"x","v":NaN}\n{"msg":"b"}'),
    ['a', '{"msg":"x","v":NaN}', 'b'],
    'not_json',
  ],
  [
    'a line of text',
    lines('{"msg":"a"}\nlogfmt level=info\n'),
    ['a', 'logfmt level=info'],
    'not_json',
  ],
  [
    'an item with a comma at its end',
    json('[{"msg":"a"},{"msg":"b",}]'),
    ['a', '{"msg":"b",}'],
    'not_json',
  ],
  ['an array that is cut off', json('[{"msg":"a"},{"msg":"b'), ['a', '{"msg":"b'], 'not_json'],
  ['text labelled as JSON', json('up and running'), ['up and running'], 'not_json'],
  // Unicode.
  ['half an emoji', json('{"msg":"done \\ud83d"}'), ['done \ufffd'], 'invalid_unicode'],
  ['the other half', json('{"msg":"\\ude00 done"}'), ['\ufffd done'], 'invalid_unicode'],
  [
    'half an emoji in an attribute',
    json('{"msg":"x","a":{"b":["\\ud83d"]}}'),
    ['x'],
    'invalid_unicode',
  ],
  [
    'a byte that is no UTF-8 in text',
    post('/', 'text/plain', Buffer.from('YWL/', 'base64')),
    ['ab\ufffd'],
    'invalid_unicode',
  ],
  [
    'a byte that is no UTF-8 in JSON',
    json(Buffer.from('{"msg":"ab\xff"}', 'latin1').toString('latin1')),
    ['abÿ'],
  ],
  [
    'a surrogate in UTF-8',
    post('/', 'text/plain', Buffer.from([0xed, 0xa0, 0x80])),
    ['\ufffd\ufffd\ufffd'],
    'invalid_unicode',
  ],
  // Keys.
  ['a key twice', json('{"msg":"x","kind":"Pod","kind":"Lease"}'), ['x'], 'duplicate_key'],
  ['a key twice deep inside', json('{"msg":"x","a":{"b":{"k":1,"k":2}}}'), ['x'], 'duplicate_key'],
  [
    'a level twice, as zerolog writes it',
    json('{"level":"info","msg":"x","level":"warn"}'),
    ['x'],
    'duplicate_key',
  ],
  ['a message twice', json('{"msg":"x","msg":"y"}'), ['x'], 'duplicate_key'],
  [
    'a field at the top and in attributes',
    log({ pid: 1, attributes: { pid: 2 } }),
    ['x'],
    'duplicate_key',
  ],
  // Times.
  ...[
    '2026-02-03T04:05:06+0000',
    '2026-02-03 04:05:06,789',
    '10/Oct/2023:13:55:36 -0700',
    'Fri, 10 Nov 2023 13:55:36 GMT',
    'Jan 14 13:55:36',
    '1705228200.123',
    1_705_228_200_123,
  ].flatMap((time, index): Row[] =>
    index < 2
      ? [
          [
            `the time ${time}, which lies ahead`,
            log({ timestamp: time }),
            ['x'],
            'time_out_of_range',
          ],
        ]
      : [[`the time ${time}`, log({ timestamp: time }), ['x']]],
  ),
  ...[{ seconds: 1 }, -1, '', true, 'yesterday', [], 5].map((time): Row => [
    `no time: ${JSON.stringify(time)}`,
    log({ timestamp: time }),
    ['x'],
    'time_unreadable',
  ]),
  ...['2999-01-01T00:00:00Z', '0001-01-01T00:00:00Z', 1e21, 99_999_999_999].map((time): Row => [
    `the time ${time}`,
    log({ timestamp: time }),
    ['x'],
    'time_out_of_range',
  ]),
  // Texts.
  ['a text that is a number', json({ text: 5 }), ['5'], 'not_text'],
  ['a text that is a boolean', json({ msg: true }), ['true'], 'not_text'],
  ['a text that is an object', json({ text: { a: 1 } }), ['{"a":1}'], 'not_text'],
  ['no text, but attributes', json({ attributes: { a: 1 } }), ['{"a":1}']],
  // Attributes.
  ['an array in an array', log({ box: [[1, 2], [3]] }), ['x'], 'nested_array'],
  ['an attribute without a name', log({ attributes: { '': 1 } }), ['x'], 'renamed'],
  ['a name that Firestore keeps for itself', log({ __error__: 'e' }), ['x'], 'renamed'],
  ['an attribute __proto__', json('{"text":"x","__proto__":{"a":1}}'), ['x'], 'renamed'],
  ['a name of 2,000 bytes', log({ ['n'.repeat(2_000)]: 1 }), ['x'], 'renamed'],
  [
    'attributes 5,000 deep',
    json(`{"text":"x","a":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_001)}`),
    ['x'],
    'too_deep',
  ],
  [
    'arrays 100,000 deep',
    json(`{"text":"x","a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
    ['x'],
    'too_deep',
    'nested_array',
  ],
  [
    '600 attributes',
    log({ a: Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`k${i}`, i])) }),
    ['x'],
    'too_many',
  ],
  [
    '600 fields',
    log(Object.fromEntries(Array.from({ length: 600 }, (_, i) => [`k${i}`, i]))),
    ['x'],
    'too_many',
  ],
  ['30,000 empty arrays', json(`{"text":"x","a":[${'[],'.repeat(30_000)}1]}`), ['x'], 'too_many'],
  ['a number beyond every double', json('{"text":"x","id":1e400}'), ['x']],
  ['attributes of 40 KB', log({ stack: 'y'.repeat(40_000) }), ['x']],
  ['attributes that are none', log({ attributes: 'a' }), ['x']],
  // Ids.
  ['an id that is a number', log({ log_id: 12_345 }), ['x']],
  ['an id beyond 2^53', json('{"text":"x","log_id":12345678901234567890}'), ['x']],
  ['an id with a space and umlauts', log({ log_id: 'Auftrag ä' }), ['x']],
  ['an id with a slash', log({ log_id: 'order/5' }), ['x'], 'log_id_encoded'],
  ['an id ..', log({ log_id: '..' }), ['x'], 'log_id_encoded'],
  ['an id of 2,000 characters', log({ log_id: 'i'.repeat(2_000) }), ['x'], 'log_id_encoded'],
  [
    'an id in a header with a slash',
    post('/', 'text/plain', 'x', { 'x-log-id': '../x' }),
    ['x'],
    'log_id_encoded',
  ],
  [
    'an id in the body that is not the header’s',
    post('/', 'application/json', '{"text":"x","log_id":"a"}', { 'x-log-id': 'b' }),
    ['x'],
  ],
  [
    'an Idempotency-Key of a batch with a slash',
    post('/', 'application/json', '[{"text":"x"}]', { 'idempotency-key': '../x' }),
    ['x'],
  ],
  // OTLP.
  ['OTLP: a time with a fraction', otlp({ ...X, timeUnixNano: 1_705_228_200.5 }), ['a', 'x']],
  ['OTLP: a time as a number', otlp({ ...X, timeUnixNano: 1_705_228_200_123_456_800 }), ['a', 'x']],
  ['OTLP: a time of 1e21', otlp({ ...X, timeUnixNano: 1e21 }), ['a', 'x'], 'time_out_of_range'],
  [
    'OTLP: a time that is none',
    otlp({ ...X, timeUnixNano: 'yesterday' }),
    ['a', 'x'],
    'time_unreadable',
  ],
  ['OTLP: a time below zero', otlp({ ...X, timeUnixNano: '-1' }), ['a', 'x'], 'time_unreadable'],
  [
    'OTLP: no time as null and 0',
    otlp({ ...X, timeUnixNano: null, observedTimeUnixNano: '0' }),
    ['a', 'x'],
  ],
  ['OTLP: a severity by name', otlp({ ...X, severityNumber: 'SEVERITY_NUMBER_WARN2' }), ['a', 'x']],
  ['OTLP: a severity as digits', otlp({ ...X, severityNumber: '9' }), ['a', 'x']],
  [
    'OTLP: a severity that is none',
    otlp({ ...X, severityNumber: 'bad', severityText: { a: 1 } }),
    ['a', 'x'],
  ],
  ['OTLP: a double as text', otlp({ body: { doubleValue: '1.5' } }), ['a', '1.5']],
  [
    'OTLP: an integer as text and number',
    otlp({
      body: {
        kvlistValue: {
          values: [
            { key: 'i', value: { intValue: 5 } },
            { key: 'j', value: { intValue: '6' } },
          ],
        },
      },
    }),
    ['a', '{"i":5,"j":6}'],
  ],
  ['OTLP: a boolean as text', otlp(attribute({ boolValue: 'true' })), ['a', 'x']],
  [
    'OTLP: values without their type',
    otlp({ body: 'x', attributes: [{ key: 'k', value: 5 }] }),
    ['a', 'x'],
  ],
  [
    'OTLP: attributes as a map',
    otlp({ ...X, attributes: { a: 'b', c: { intValue: '1' } } }),
    ['a', 'x'],
  ],
  [
    'OTLP: one attribute twice',
    otlp({
      ...X,
      attributes: [
        { key: 'k', value: { stringValue: '1' } },
        { key: 'k', value: { stringValue: '2' } },
      ],
    }),
    ['a', 'x'],
    'duplicate_key',
  ],
  [
    'OTLP: an array in an array',
    otlp(attribute({ arrayValue: { values: [{ arrayValue: { values: [{ intValue: 1 }] } }] } })),
    ['a', 'x'],
    'nested_array',
  ],
  [
    'OTLP: an attribute without a name',
    otlp({ ...X, attributes: [{ value: { stringValue: '1' } }] }),
    ['a', 'x'],
    'renamed',
  ],
  [
    'OTLP: half an emoji in one record',
    post(
      '/v1/logs',
      'application/json',
      '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"a"}},{"body":{"stringValue":"x\\ud83d"}}]}]}]}',
    ),
    ['a', 'x\ufffd'],
    'invalid_unicode',
  ],
  [
    'OTLP: ids in base64',
    otlp({ ...X, traceId: 'CvdlGRbNQ92ESOshHIAxnA==', spanId: 't61rcWkgMzE=' }),
    ['a', 'x'],
  ],
  ['OTLP: an id that is none', otlp({ ...X, traceId: 'not-hex' }), ['a', 'x']],
  ['OTLP: fields that are not known', otlp({ ...X, newField: 1 }), ['a', 'x']],
  [
    'OTLP: a record of a severity alone',
    otlp({ severityNumber: 9 }),
    ['a', '{"severity_number":9}'],
  ],
  ['OTLP: a record that is a text', otlp('x'), ['a', 'x']],
  [
    'OTLP: names in snake_case',
    post(
      '/v1/logs',
      'application/json',
      '{"resource_logs":[{"scope_logs":[{"log_records":[{"body":{"string_value":"x"},"time_unix_nano":"1705228200000000000","attributes":[{"key":"k","value":{"int_value":"5"}}]}]}]}]}',
    ),
    ['x'],
  ],
  [
    'OTLP: before version 0.15',
    post(
      '/v1/logs',
      'application/json',
      JSON.stringify({
        resourceLogs: [
          { instrumentationLibraryLogs: [{ instrumentationLibrary: { name: 'l' }, logs: [X] }] },
        ],
      }),
    ),
    ['x'],
  ],
  [
    'OTLP: several requests, a line each',
    post(
      '/v1/logs',
      'application/json',
      [1, 2]
        .map((n) =>
          JSON.stringify({
            resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: { intValue: n } }] }] }],
          }),
        )
        .join('\n'),
    ),
    ['1', '2'],
  ],
  [
    'OTLP: no media type',
    post(
      '/v1/logs',
      undefined,
      JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [X] }] }] }),
    ),
    ['x'],
  ],
  [
    'OTLP: deflate',
    post(
      '/v1/logs',
      'application/json; charset=utf-8;',
      deflateSync(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [X] }] }] })),
      { 'content-encoding': 'deflate' },
    ),
    ['x'],
  ],
];

describe('what is badly sent is kept:', () => {
  for (const [name, sent, texts, ...words] of ROWS) {
    it(`${name}${words.length > 0 ? ` (${words.join(', ')})` : ''}`, async () => {
      const { handle, published, unexpected } = intake();
      const { status, body } = await handle(sent);
      assert.deepEqual(unexpected, []);
      const isOtlp = sent.path === '/v1/logs';
      assert.equal(status, isOtlp ? 200 : 202, JSON.stringify(body));
      const logs = published.flatMap((message) => message.logs);
      assert.deepEqual(
        logs.map(({ text }) => text),
        texts,
      );
      const found = new Set(
        logs.flatMap(({ repairs = [] }) => repairs.map(({ repair }) => repair)),
      );
      assert.deepEqual([...found], words);
      const told = JSON.stringify(body);
      for (const word of words) assert.ok(told.includes(word), told);
      if (words.length === 0) assert.ok(!/repair|partialSuccess/.test(told), told);
    });

    if (words.length === 0) continue;
    it(`${name}, but refused with a reason under strict handling`, async () => {
      const { handle, published } = intake();
      const { status, headers, body } = await handle({
        ...sent,
        header: (one) => (one === 'prefer' ? 'handling=strict' : sent.header(one)),
      });
      assert.equal(status, 400);
      assert.deepEqual(published, []);
      assert.equal(headers['preference-applied'], 'handling=strict');
      for (const word of words)
        assert.ok(JSON.stringify(body).includes(`(${word})`), JSON.stringify(body));
    });
  }

  it('a good log passes strict handling, which its answer confirms', async () => {
    const { handle } = intake();
    const { status, headers } = await handle(
      post('/', 'text/plain', 'x', { prefer: 'handling=strict' }),
    );
    assert.deepEqual([status, headers['preference-applied']], [202, 'handling=strict']);
  });

  it('a text of 500 KB becomes parts, as the answer says', async () => {
    const { handle, published } = intake();
    const { status, body } = await handle(log({ text: 'word '.repeat(100_000), log_id: 'l' }));
    assert.equal(status, 202);
    assert.deepEqual(body, {
      status: 'accepted',
      log_id: 'l',
      message: 'Data queued for processing',
      repairs: [{ pointer: '', repair: 'split' }],
    });
    assert.deepEqual(
      published.flatMap(({ logs }) => logs.map(({ split }) => split?.index)),
      [0, 1],
    );
  });
});
