import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { post } from '../../support/foreign.js';
import { otelRecord, otlpBody } from '../../support/otlp.js';

const NANOS = '1705314600123000000';
const EXPORT = {
  resourceLogs: [
    { scopeLogs: [{ logRecords: [{ timeUnixNano: NANOS, body: { stringValue: 'a' } }] }] },
  ],
};
const JSON_EXPORT = JSON.stringify(EXPORT);
const PROTOBUF = otlpBody('application/x-protobuf', [
  otelRecord({ body: 'a', hrTime: [1_705_314_600, 123_000_000] }),
]);

describe('an export of OTLP at the gateway’s own path', () => {
  for (const [name, body, type] of [
    ['JSON', JSON_EXPORT, 'application/json'],
    ['JSON without a media type', JSON_EXPORT, ''],
    ['JSON over several lines', JSON.stringify(EXPORT, null, 2), 'application/json'],
    ['snake_case', JSON_EXPORT.replace('resourceLogs', 'resource_logs'), 'application/json'],
    ['protobuf', PROTOBUF, 'application/x-protobuf'],
  ] as const) {
    for (const path of ['/', '/ingest']) {
      it(`is read as one: ${name} at ${path}`, async () => {
        const { response, logs, sources } = await post(path, body, { 'content-type': type });
        assert.equal(response.status, 200);
        assert.deepEqual(sources, new Set(['otlp_upload']));
        assert.deepEqual(
          logs.map(({ text, timestamp }) => [text, Date.parse(timestamp ?? '')]),
          [['a', Date.parse('2024-01-15T10:30:00.123Z')]],
        );
      });
    }
  }

  it('is read as one if it is compressed', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    const { logs } = await post('/', gzipSync(JSON_EXPORT), headers);
    assert.deepEqual(
      logs.map(({ text }) => text),
      ['a'],
    );
  });

  it('is not one if it only contains its field', async () => {
    const { logs, sources } = await post('/', { text: 'x', resourceLogs: [] });
    assert.deepEqual(sources, new Set(['json_upload']));
    assert.deepEqual(logs[0]?.text, 'x');
  });

  for (const body of [
    '{"resourceLogs":[{"x":1}],"text":"x"}',
    '{"resourceLogs":[{"resource":{}}],"msg":"x"}',
    '{"resource_logs":["x"],"message":"x"}',
  ]) {
    it(`is none without records, and kept like any JSON: ${body}`, async () => {
      for (const sent of [body, gzipSync(body)]) {
        const headers = typeof sent === 'string' ? {} : { 'content-encoding': 'gzip' };
        const { response, logs } = await post('/', sent, headers);
        assert.equal(response.status, 202);
        assert.deepEqual(
          logs.map(({ text }) => text),
          ['x'],
        );
      }
    });
  }

  it('is kept as lines of JSON if not all of them are exports', async () => {
    for (const line of ['{"msg":"b"}', '{"resourceLogs":[{"cut']) {
      const { response, logs } = await post('/', `${JSON_EXPORT}\n${line}\n`);
      assert.equal(response.status, 202);
      assert.equal(logs.length, 2);
      assert.match(logs[1]?.text ?? '', /^b$|cut/);
    }
  });

  for (const path of ['/', '/ingest', '/v1/logs']) {
    it(`may have its key as the password of Basic: ${path}`, async () => {
      const authorization = `Basic ${Buffer.from('any:KEY').toString('base64')}`;
      const shown: unknown[] = [];
      const headers = { authorization, 'content-type': 'application/json' };
      const { response } = await post(path, JSON_EXPORT, headers, {
        authenticate: (_request, key) => {
          shown.push(key);
          return Promise.resolve({ tenantId: 'acme' });
        },
      });
      assert.deepEqual([response.status, shown], [200, ['KEY']]);
    });
  }

  it('may be empty', async () => {
    const { response, logs } = await post('/', '{"resourceLogs":[]}');
    assert.deepEqual([response.status, logs.length], [200, 0]);
  });
});

it('a Firehose delivery to Datadog’s path gets Firehose’s answer, or Firehose would send it again', async () => {
  const data = Buffer.from('{"message":"hi"}').toString('base64');
  const body = { requestId: 'r-1', timestamp: 1_705_314_600_000, records: [{ data }] };
  const { response, logs } = await post('/v1/input', body, {
    'content-type': 'application/json',
    'x-amz-firehose-request-id': 'r-1',
  });
  assert.equal(response.status, 200);
  assert.equal((response.body as { requestId: string }).requestId, 'r-1');
  assert.equal(logs[0]?.text, 'hi');
});
