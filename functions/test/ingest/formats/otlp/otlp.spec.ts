import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import protobuf from 'protobufjs';

import { authenticateByKey } from '../../../../src/ingest/admission/authenticate.js';
import { DEFINITIONS } from '../../../../src/ingest/formats/otlp/definitions.js';
import { Problem } from '../../../../src/ingest/http/problem.js';
import { intake } from '../../../support/intake.js';
import {
  ENCODINGS,
  otelRecord,
  otlpBody,
  otlpRequest,
  readOtlpAnswer,
} from '../../../support/otlp.js';

const root = protobuf.Root.fromJSON(DEFINITIONS);
const Status = root.lookupType('Status');
const Request = root.lookupType('ExportLogsServiceRequest');
const LogRecord = root.lookupType('LogRecord');

type Sent = ReturnType<typeof otlpRequest>;

async function send(sent: Sent, deps?: Parameters<typeof intake>[0]) {
  const { handle, published, unexpected } = intake(deps);
  const answer = await handle(sent);
  assert.deepEqual(unexpected, []);
  return { ...answer, published };
}

async function exported(sent: Sent) {
  const { status, body, published } = await send(sent);
  assert.equal(status, 200, JSON.stringify(body));
  return published.flatMap(({ logs }) => logs);
}

/** One record in JSON, written by hand. */
const jsonRecord = (record: object, resource: object = {}) =>
  otlpRequest(
    'application/json',
    JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords: [record] }] }] }),
  );

const text = (stringValue: string) => ({ stringValue });

describe('POST /v1/logs', () => {
  for (const encoding of ENCODINGS) {
    describe(`in ${encoding}`, () => {
      it('keeps all of a record, as OpenTelemetry’s own serializer writes it', async () => {
        const { status, headers, body, published } = await send(
          otlpRequest(encoding, otlpBody(encoding, [otelRecord()])),
        );
        assert.equal(status, 200);
        assert.match(headers['content-type'] ?? '', new RegExp(`^${encoding}`));
        assert.equal(readOtlpAnswer(encoding, body).partialSuccess, undefined);
        const [message] = published;
        assert.equal(message?.source, 'otlp_upload');
        assert.equal(message?.tenant_id, 'acme');
        const { log_id, time, ...log } = message?.logs[0] ?? {};
        assert.equal(time, '2024-01-15T10:30:00.123456789Z');
        assert.match(log_id ?? '', /^log_[0-9a-f]{32}$/);
        assert.deepEqual(log, {
          text: 'User 555-0199 left',
          timestamp: '2024-01-15T10:30:00.123456789Z',
          severity: 'WARNING',
          attributes: {
            trace_id: '0af7651916cd43dd8448eb211c80319c',
            span_id: 'b7ad6b7169203331',
            flags: 1,
            severity_text: 'warn',
            severity_number: 13,
            observed_time: '2024-01-15T10:30:01Z',
            attributes: {
              'user.id': 7,
              'http.route': '/cart',
              ok: true,
              tags: ['a', 'b'],
              half: 0.5,
            },
            dropped_attributes_count: 2,
            resource: { 'service.name': 'shop' },
            scope: { name: 'cart', version: '1.2.3' },
          },
        });
      });

      it('keeps a record without a text for its other fields, and a long one in parts', async () => {
        const records = ['good', ' ', 'x'.repeat(500_000)].map((body) => otelRecord({ body }));
        const { status, body, published } = await send(
          otlpRequest(encoding, otlpBody(encoding, records)),
        );
        assert.equal(status, 200);
        const { partialSuccess } = readOtlpAnswer(encoding, body);
        assert.equal(`${partialSuccess?.rejectedLogRecords ?? 0}`, '0');
        assert.equal(partialSuccess?.errorMessage, 'record 2: split');
        assert.deepEqual(
          published.flatMap(({ logs }) => logs.map(({ split }) => split?.index)),
          [undefined, undefined, 0, 1],
        );
      });

      it('answers a fault of ours with a status that exporters retry', async () => {
        const admit = () => Promise.reject(new TypeError('broken'));
        const { handle, unexpected } = intake({ admit });
        const sent = otlpRequest(encoding, otlpBody(encoding, [otelRecord()]));
        const { status, headers } = await handle(sent);
        assert.equal(status, 503);
        assert.equal(headers['retry-after'], '5');
        assert.equal(unexpected.length, 1);
      });

      it('accepts compressed bodies', async () => {
        const body = gzipSync(otlpBody(encoding, [otelRecord()]));
        const headers = { 'x-tenant-id': 'acme', 'content-encoding': 'gzip' };
        assert.equal((await exported(otlpRequest(encoding, body, headers))).length, 1);
      });

      it('reports success for an export without records', async () => {
        const { status, published } = await send(otlpRequest(encoding, otlpBody(encoding, [])));
        assert.equal(status, 200);
        assert.deepEqual(published, []);
      });

      for (const [name, code, grpc, deps, sent] of [
        ['noise', 400, 3, {}, otlpRequest(encoding, Buffer.from('secret-canary \u0001\u0002'))],
        ['no tenant', 400, 3, {}, otlpRequest(encoding, otlpBody(encoding, [otelRecord()]), {})],
        [
          'a wrong key',
          401,
          16,
          { authenticate: authenticateByKey(() => Promise.resolve(undefined)) },
          otlpRequest(encoding, otlpBody(encoding, [otelRecord()])),
        ],
        [
          'another tenant’s key',
          403,
          7,
          { authenticate: () => Promise.resolve({ tenantId: 'beta' }) },
          otlpRequest(encoding, otlpBody(encoding, [otelRecord()])),
        ],
        [
          'a quota that is used up',
          429,
          8,
          {
            admit: () =>
              Promise.reject(
                new Problem('too_many_requests', 'wait', { headers: { 'retry-after': '7' } }),
              ),
          },
          otlpRequest(encoding, otlpBody(encoding, [otelRecord()])),
        ],
        [
          'Pub/Sub that does not answer',
          503,
          14,
          { publish: () => Promise.reject(new Error('no answer')) },
          otlpRequest(encoding, otlpBody(encoding, [otelRecord()])),
        ],
        ['a bomb', 413, 3, {}, bomb(encoding)],
      ] as const) {
        it(`answers ${code} to ${name}, with a Status in the request’s encoding`, async () => {
          const { status, headers, body, published } = await send(sent, deps);
          assert.equal(status, code);
          assert.match(headers['content-type'] ?? '', new RegExp(`^${encoding}`));
          const told = (
            Buffer.isBuffer(body) ? Status.toObject(Status.decode(body)) : body
          ) as Record<string, unknown>;
          assert.deepEqual(Object.keys(told), ['code', 'message']);
          assert.equal(told['code'], grpc);
          assert.ok(told['message'] && !JSON.stringify(told).includes('secret'));
          assert.equal('retry-after' in headers, code === 429 || code === 503);
          assert.deepEqual(published, []);
        });
      }

      it('gives the same bytes the same ids again if their clock is finer than a millisecond', async () => {
        const body = otlpBody(encoding, [otelRecord(), otelRecord()]);
        const ids = async () => (await exported(otlpRequest(encoding, body))).map((l) => l.log_id);
        assert.deepEqual(await ids(), await ids());
        assert.equal(new Set(await ids()).size, 2);
      });

      it('treats equal bytes as two events with a coarser clock, unless a key says otherwise', async () => {
        const coarse = otelRecord({ hrTime: [1_705_314_600, 123_000_000] });
        const body = otlpBody(encoding, [coarse]);
        const id = async (headers = {}) => {
          const sent = otlpRequest(encoding, body, { 'x-tenant-id': 'acme', ...headers });
          return (await exported(sent))[0]?.log_id;
        };
        assert.notEqual(await id(), await id());
        const key = { 'idempotency-key': 'k' };
        assert.equal(await id(key), await id(key));
      });
    });
  }

  for (const [name, record, log] of [
    [
      'a structured body',
      { body: map({ a: text('x'), n: { intValue: '5' } }) },
      { text: '{"a":"x","n":5}' },
    ],
    ['a number for a body', { body: { doubleValue: 1.5 } }, { text: '1.5' }],
    ['bytes for a body', { body: { bytesValue: 'aGk=' } }, { text: 'aGk=' }],
    [
      'an event without a body',
      { eventName: 'user.left', attributes: [{ key: 'a', value: text('x') }] },
      { text: 'user.left', attributes: { event_name: 'user.left', attributes: { a: 'x' } } },
    ],
    [
      'attributes alone',
      { attributes: [{ key: 'a', value: text('x') }] },
      { text: '{"a":"x"}', attributes: { attributes: { a: 'x' } } },
    ],
    [
      'the time it was seen, where none is known of the event',
      { body: text('x'), observedTimeUnixNano: '1705314600123456789', timeUnixNano: '0' },
      {
        text: 'x',
        timestamp: '2024-01-15T10:30:00.123456789Z',
        attributes: { observed_time: '2024-01-15T10:30:00.123456789Z' },
      },
    ],
    [
      'a severity by its text alone',
      { body: text('x'), severityText: 'Error' },
      { text: 'x', severity: 'ERROR', attributes: { severity_text: 'Error' } },
    ],
    [
      'integers beyond 2^53, NaN, bytes and empty values',
      {
        body: text('x'),
        attributes: [
          { key: 'i', value: { intValue: '9223372036854775807' } },
          { key: 'n', value: { doubleValue: 'NaN' } },
          { key: 'b', value: { bytesValue: 'aGk=' } },
          { key: 'e', value: {} },
          { key: 'z' },
          { key: '0', value: { intValue: 0 } },
        ],
      },
      {
        text: 'x',
        attributes: {
          attributes: { i: '9223372036854775807', n: 'NaN', b: 'aGk=', e: null, z: null, '0': 0 },
        },
      },
    ],
    [
      'fields that are not known',
      { body: text('x'), new: 1 },
      { text: 'x', attributes: { unknown_fields: { new: 1 } } },
    ],
    [
      'names in snake_case, numbers as text, ids in base64',
      {
        time_unix_nano: '1705314600123456789',
        severity_number: 'SEVERITY_NUMBER_ERROR',
        trace_id: 'CvdlGRbNQ92ESOshHIAxnA==',
        span_id: 't61rcWkgMzE=',
        flags: '1',
        body: { double_value: '1.5' },
        attributes: [{ key: 'i', value: { int_value: '7' } }],
      },
      {
        text: '1.5',
        timestamp: '2024-01-15T10:30:00.123456789Z',
        severity: 'ERROR',
        attributes: {
          trace_id: '0af7651916cd43dd8448eb211c80319c',
          span_id: 'b7ad6b7169203331',
          flags: 1,
          severity_number: 17,
          attributes: { i: 7 },
        },
      },
    ],
  ] as const) {
    it(`keeps ${name}`, async () => {
      const [{ log_id: _id, time: _time, ...kept } = {}] = await exported(jsonRecord(record));
      assert.deepEqual(kept, log);
    });
  }

  it('rejects an empty record, and says so', async () => {
    const { status, body } = await send(jsonRecord({}));
    assert.equal(status, 400);
    assert.match((body as { message: string }).message, /record 0: ./);
  });

  for (const [name, body, message] of [
    ['other JSON', '{"message":"hi"}', /not an export of logs/],
    ['an array of other JSON', '[{"message":"hi"}]', /not an export of logs/],
    ['traces', '{"resourceSpans":[{"scopeSpans":[]}]}', /traces/],
    ['traces in snake_case', '{"resource_spans":[]}', /traces/],
    ['metrics', '{"resourceMetrics":[]}', /metrics/],
    ['traces where logs belong', '{"resourceLogs":[{"scopeSpans":[{}]}]}', /not an export of logs/],
    ['broken JSON', '{"resourceLogs":[', /not valid JSON/],
  ] as const) {
    it(`does not read ${name} as an empty export`, async () => {
      const { status, body: told } = await send(otlpRequest('application/json', body));
      assert.equal(status, 400);
      assert.match((told as { message: string }).message, message);
    });
  }

  for (const body of ['', '{}', '{"resourceLogs":[]}', '{"resourceLogs":[{"resource":{}}]}']) {
    it(`reads ${body || 'nothing at all'} as an empty export`, async () => {
      assert.equal((await send(otlpRequest('application/json', body))).status, 200);
    });
  }

  it('refuses protobuf of another signal', async () => {
    // A span starts with its id where a record has its time.
    const span = wrap(0x0a, wrap(0x12, wrap(0x12, wrap(0x0a, Buffer.alloc(16, 1)))));
    const { status, body } = await send(otlpRequest('application/x-protobuf', span));
    assert.equal(status, 400);
    assert.match(
      String(Status.toObject(Status.decode(body as Buffer))['message']),
      /traces or metrics/,
    );
  });

  it('uses the resource’s tenant if the gateway is open and no header names one', async () => {
    const resource = { attributes: [{ key: 'tenant_id', value: text('Beta') }] };
    const open = otlpRequest(
      'application/json',
      jsonRecord({ body: text('x') }, resource).body,
      {},
    );
    assert.equal((await send(open)).published[0]?.tenant_id, 'beta');
    const authenticate = () => Promise.resolve({ tenantId: 'acme' });
    assert.equal((await send(open, { authenticate })).published[0]?.tenant_id, 'acme');
  });

  for (const [name, sent] of [
    ['2 bytes a record', Buffer.from('1200'.repeat(3_000_000), 'hex')],
    ['groups inside groups', Buffer.from('0b'.repeat(10_000), 'hex')],
    ['values inside values', nestedProtobuf(2_000)],
  ] as const) {
    it(`refuses protobuf of ${name} before it fills the memory`, async () => {
      const wrapped = name === '2 bytes a record' ? wrap(0x0a, wrap(0x12, sent)) : sent;
      const before = process.memoryUsage().rss;
      const { status } = await send(otlpRequest('application/x-protobuf', wrapped));
      assert.ok([200, 400, 413].includes(status), String(status));
      assert.ok(process.memoryUsage().rss - before < 400_000_000);
    });
  }

  it('refuses JSON of 3 bytes a value before it fills the memory', async () => {
    const body = `{"resourceLogs":[${'[],'.repeat(1_000_000)}[]]}`;
    assert.equal((await send(otlpRequest('application/json', body))).status, 413);
  });

  it('keeps a text that is not UTF-8 with U+FFFD, and reports it for its record only', async () => {
    const record = (body: string) => LogRecord.encode({ body: { stringValue: body } }).finish();
    const body = Request.encode({
      resourceLogs: [{ scopeLogs: [{ logRecords: [record('abc'), record('d')] }] }],
    }).finish();
    const broken = Buffer.from(
      Buffer.from(body).toString('latin1').replace('abc', 'a\xffc'),
      'latin1',
    );
    const logs = await exported(otlpRequest('application/x-protobuf', broken));
    assert.deepEqual(
      logs.map(({ text: kept, repairs }) => [kept, repairs?.[0]?.repair]),
      [
        ['a\uFFFDc', 'invalid_unicode'],
        ['d', undefined],
      ],
    );
  });

  it('answers another media type with a problem that names the accepted ones', async () => {
    const { status, headers } = await send(otlpRequest('text/plain' as never, 'x'));
    assert.equal(status, 415);
    assert.equal(headers['content-type'], 'application/problem+json');
    assert.equal(headers['accept'], 'application/json, application/x-protobuf');
  });
});

function bomb(encoding: (typeof ENCODINGS)[number]): Sent {
  const headers = { 'x-tenant-id': 'acme', 'content-encoding': 'gzip' };
  return otlpRequest(encoding, gzipSync(Buffer.alloc(50_000_000)), headers);
}

function map(entries: Record<string, object>) {
  const values = Object.entries(entries).map(([key, value]) => ({ key, value }));
  return { kvlistValue: { values } };
}

/** A field of bytes: its tag, its length and the bytes. */
function wrap(tag: number, bytes: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = bytes.length; ; rest >>>= 7) {
    if (rest < 0x80) {
      length.push(rest);
      break;
    }
    length.push((rest & 0x7f) | 0x80);
  }
  return Buffer.concat([Buffer.from([tag, ...length]), bytes]);
}

function nestedProtobuf(depth: number): Buffer {
  let value: Buffer = Buffer.from([0x18, 1]);
  // AnyValue → array_value → values.
  for (let level = 0; level < depth; level += 1) value = wrap(0x2a, wrap(0x0a, value));
  return wrap(0x0a, wrap(0x12, wrap(0x12, wrap(0x2a, value))));
}
