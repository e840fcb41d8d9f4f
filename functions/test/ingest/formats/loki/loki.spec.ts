import assert from 'node:assert/strict';

import protobuf from 'protobufjs/light.js';
import { compressSync } from 'snappy';

import { Problem } from '../../../../src/ingest/http/problem.js';
import { post } from '../../../support/foreign.js';

const PATH = '/loki/api/v1/push';
const PROTOBUF = { 'content-type': 'application/x-protobuf' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** As winston-loki 6 sent it, with Snappy. */
const RECORDED = Buffer.from(
  'b101f0650a690a197b6c6576656c3d227761726e222c6170703d2273686f70227d124c0a0c08d48fa7d8061080b6f7f302' +
    '123c77696e73746f6e2d6c6f6b692073656e64732061206c6f67207b2263617274223a7b226974656d73223a337d2c226c' +
    '6576656c223a22770159087d0a44196b0c696e666f366b000027156b74c0bab4f40212177365636f6e64207b226c657665' +
    '6c223a22696e666f227d',
  'hex',
);

const NANOS = '1705314600751000000';

const push = (values: unknown[], stream: object = { app: 'shop', level: 'error' }) => ({
  streams: [{ stream, values }],
});

describe('the format of Loki', () => {
  it('reads what winston-loki sends in protobuf', async () => {
    const { response, logs, sources } = await post(PATH, RECORDED, PROTOBUF);
    assert.equal(response.status, 204);
    assert.deepEqual(sources, new Set(['loki_push']));
    const kept = logs.map(({ text, timestamp, severity, attributes }) => [
      text,
      timestamp,
      severity,
      attributes,
    ]);
    assert.deepEqual(kept, [
      [
        'winston-loki sends a log {"cart":{"items":3},"level":"warn"}',
        '2026-11-27T18:11:32.780Z',
        'WARNING',
        { app: 'shop' },
      ],
      ['second {"level":"info"}', '2026-11-27T18:11:32.781Z', 'INFO', { app: 'shop' }],
    ]);
  });

  it('reads structured metadata, labels as Go writes them, and nanoseconds, in protobuf', async () => {
    const type = protobuf.Root.fromJSON({
      nested: {
        Push: { fields: { streams: { rule: 'repeated', type: 'Stream', id: 1 } } },
        Stream: {
          fields: {
            labels: { type: 'string', id: 1 },
            entries: { rule: 'repeated', type: 'Entry', id: 2 },
            hash: { type: 'uint64', id: 3 },
          },
        },
        Entry: {
          fields: {
            timestamp: { type: 'Time', id: 1 },
            line: { type: 'string', id: 2 },
            structuredMetadata: { rule: 'repeated', type: 'Pair', id: 3 },
          },
        },
        Time: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
        Pair: { fields: { name: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
      },
    }).lookupType('Push');
    const entries = [
      {
        timestamp: { seconds: 1_705_314_600, nanos: 123_456_789 },
        line: 'a line',
        structuredMetadata: [{ name: 'trace', value: 'abc' }],
      },
    ];
    const message = { streams: [{ labels: '{app="a \\"b\\"", env="x"}', entries, hash: 7 }] };
    const packed = compressSync(Buffer.from(type.encode(type.fromObject(message)).finish()));
    const headers = { ...PROTOBUF, 'content-encoding': 'snappy' };
    const { response, logs } = await post(PATH, packed, headers);
    assert.equal(response.status, 204);
    assert.equal(logs[0]?.timestamp, '2024-01-15T10:30:00.123456789Z');
    assert.deepEqual(logs[0].attributes, { app: 'a "b"', env: 'x', trace: 'abc' });
  });

  it('reads JSON, and the fields of a line that is a record', async () => {
    const line = JSON.stringify({
      level: 50,
      time: 1_705_314_600_751,
      order: { id: 5 },
      msg: 'hi',
    });
    const { response, logs } = await post(
      PATH,
      push([['1705314600751000000', line, { trace: 'abc' }]]),
      JSON_TYPE,
    );
    assert.equal(response.status, 204);
    const [{ text, timestamp, severity, attributes } = assert.fail()] = logs;
    assert.deepEqual([text, timestamp, severity], ['hi', '2024-01-15T10:30:00.751Z', 'ERROR']);
    assert.deepEqual(attributes, { level: 50, order: { id: 5 }, app: 'shop', trace: 'abc' });
  });

  it('keeps all values of a name that line, label and metadata share', async () => {
    const { logs } = await post(
      PATH,
      push([[NANOS, '{"msg":"m","app":"line"}', { app: 'meta' }]]),
      JSON_TYPE,
    );
    assert.deepEqual(logs[0]?.attributes?.['app'], ['line', 'shop', 'meta']);
  });

  it('keeps an empty line for the sake of its labels', async () => {
    const { response, logs } = await post(PATH, push([[NANOS, '']]), JSON_TYPE);
    assert.equal(response.status, 204);
    assert.match(logs[0]?.text ?? '', /"app":"shop"/);
  });

  it('gives an entry the same id again whatever is sent with it, and equal entries different ids', async () => {
    const same = [NANOS, 'same'];
    const first = await post(PATH, push([same, same]), JSON_TYPE);
    const again = await post(PATH, push([['1705314600000000000', 'other'], same]), JSON_TYPE);
    const ids = first.logs.map(({ log_id }) => log_id);
    assert.equal(new Set(ids).size, 2);
    assert.equal(again.logs[1]?.log_id, ids[0]);
    const elsewhere = await post(PATH, push([same], { app: 'other' }), JSON_TYPE);
    assert.notEqual(elsewhere.logs[0]?.log_id, ids[0]);
  });

  it('uses X-Scope-OrgID as the tenant if the gateway is open', async () => {
    const headers = { ...JSON_TYPE, 'x-scope-orgid': 'org' };
    const { intake } = await import('../../../support/intake.js');
    const { request } = await import('../../../support/request.js');
    const { handle, published } = intake();
    await handle(request('POST', PATH, headers, JSON.stringify(push([[NANOS, 'a log']]))));
    assert.equal(published[0]?.tenant_id, 'org');
  });

  it('answers as Loki does: with a line of text if a body is unreadable or over quota', async () => {
    const broken = await post(PATH, '{"streams":', JSON_TYPE);
    assert.equal(broken.response.status, 400);
    assert.match(String(broken.response.body), /^The body is not valid JSON/);
    const none = await post(PATH, { streams: [] }, JSON_TYPE);
    assert.equal(none.response.status, 400);
    const admit = () =>
      Promise.reject(
        new Problem('too_many_requests', 'Later.', { headers: { 'retry-after': '7' } }),
      );
    const over = await post(PATH, push([[NANOS, 'x']]), JSON_TYPE, { admit });
    assert.equal(over.response.status, 429);
    assert.equal(over.response.headers['retry-after'], '7');
    assert.equal(String(over.response.body), 'Later.\n');
  });

  describe('hostile bodies', () => {
    const refused = async (body: Buffer | object, headers: Record<string, string>) => {
      const { response, logs, unexpected } = await post(PATH, body, headers);
      assert.deepEqual(unexpected, []);
      assert.equal(logs.length, 0);
      return response.status;
    };

    it('a block that claims more than its size can hold is refused', async () => {
      assert.equal(await refused(Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f, 0, 0]), PROTOBUF), 400);
    });

    it('a literal of negative length is refused: it once made a decoder loop forever', async () => {
      const block = Buffer.from([100, 0xfc, 0xfa, 0xff, 0xff, 0xff, 0, 0]);
      assert.equal(await refused(block, PROTOBUF), 400);
    });

    it('a block that inflates to more than a request may hold is refused', async () => {
      const packed = compressSync(Buffer.alloc(33 * 1024 * 1024));
      assert.equal(await refused(packed, PROTOBUF), 413);
    });

    it('more values than the limit are refused', async () => {
      // Streams without anything: two bytes each.
      const body = Buffer.alloc(5_000_000, Buffer.from([0x0a, 0x00]));
      assert.equal(await refused(compressSync(body), PROTOBUF), 413);
      const json = Buffer.from(`{"streams":[${'[],'.repeat(1_000_001)}[]]}`);
      assert.equal(await refused(json, JSON_TYPE), 413);
    });

    it('large labels that many entries would each keep are refused', async () => {
      const values = Array.from({ length: 1000 }, (_, index) => [`${NANOS}${index}`, 'x']);
      const { response } = await post(PATH, push(values, { a: 'x'.repeat(50_000) }), JSON_TYPE);
      assert.equal(response.status, 413);
    });
  });
});
