import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { Problem } from '../../../../src/ingest/http/problem.js';
import { post } from '../../../support/foreign.js';

const ID = 'ed4acda5-034f-9f42-bba1-f29aea6d7d8f';
const HEADERS = {
  'content-type': 'application/json',
  'x-amz-firehose-request-id': ID,
  'x-amz-firehose-common-attributes': '{"commonAttributes":{"env":"prod"}}',
};

const delivery = (...records: (string | Buffer)[]) => ({
  requestId: ID,
  timestamp: 1_578_090_901_599,
  records: records.map((record) => ({ data: Buffer.from(record).toString('base64') })),
});

describe('the format of Firehose', () => {
  it('reads records of JSON and of text, with the same ids if they are sent again', async () => {
    const body = delivery('{"message":"one","level":"info"}{"message":"two"}', 'three\nfour');
    const { response, logs, sources } = await post('/ingest', body, HEADERS);
    assert.equal(response.status, 200);
    assert.equal(response.headers['content-type'], 'application/json');
    const { requestId, timestamp } = response.body as { requestId: string; timestamp: number };
    assert.equal(requestId, ID);
    assert.ok(Number.isSafeInteger(timestamp));
    assert.deepEqual(sources, new Set(['firehose_delivery']));
    assert.deepEqual(
      logs.map(({ text, severity, attributes }) => [text, severity, attributes]),
      [
        ['one', 'INFO', { env: 'prod' }],
        ['two', undefined, { env: 'prod' }],
        ['three', undefined, { env: 'prod' }],
        ['four', undefined, { env: 'prod' }],
      ],
    );
    const again = await post('/ingest', body, HEADERS);
    assert.deepEqual(
      again.logs.map(({ log_id }) => log_id),
      logs.map(({ log_id }) => log_id),
    );
  });

  it('reads compressed CloudWatch Logs, each event under its own id', async () => {
    const batch = {
      messageType: 'DATA_MESSAGE',
      logGroup: 'shop',
      logStream: 's',
      logEvents: [{ id: '3664', timestamp: 1_705_314_600_123, message: '{"msg":"hi","n":1}' }],
    };
    const records = [batch, { messageType: 'CONTROL_MESSAGE', logEvents: [] }].map((record) =>
      gzipSync(JSON.stringify(record)),
    );
    const { response, logs } = await post('/ingest', delivery(...records), HEADERS);
    assert.equal(response.status, 200);
    assert.equal(logs.length, 1);
    assert.deepEqual(
      [logs[0]?.log_id, logs[0]?.text, logs[0]?.timestamp],
      ['3664', 'hi', '2024-01-15T10:30:00.123Z'],
    );
    const attributes = { n: 1, env: 'prod', logGroup: 'shop', logStream: 's' };
    assert.deepEqual(logs[0]?.attributes, attributes);
  });

  it('reports errors in the one form that Firehose accepts', async () => {
    const broken = await post('/ingest', '{}', HEADERS);
    assert.equal(broken.response.status, 400);
    const { requestId, errorMessage } = broken.response.body as Record<string, string>;
    assert.deepEqual([requestId, errorMessage], [ID, 'The body has no "records".']);
    const admit = () => Promise.reject(new Problem('too_many_requests', 'Later.'));
    const over = await post('/ingest', delivery('{"message":"a"}'), HEADERS, { admit });
    assert.equal(over.response.status, 429);
    assert.equal((over.response.body as Record<string, string>)['errorMessage'], 'Later.');
  });

  it('keeps fields next to the records, and common attributes in an unusual form', async () => {
    for (const [sent, kept] of [
      ['{"env":"prod"}', { env: 'prod' }],
      ['{"commonAttributes":{"env":"prod"},"v":1}', { env: 'prod', v: 1 }],
      ['{"commonAttr', { commonAttributes: '{"commonAttr' }],
    ] as const) {
      const headers = { ...HEADERS, 'x-amz-firehose-common-attributes': sent };
      const { logs } = await post('/ingest', { ...delivery('a'), stream: 's' }, headers);
      assert.deepEqual(logs[0]?.attributes, { ...kept, stream: 's' });
    }
  });

  it('refuses records that inflate to more than a request may hold', async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000, 'a'));
    const { response, unexpected } = await post('/ingest', delivery(bomb), HEADERS);
    assert.equal(response.status, 413);
    assert.deepEqual(unexpected, []);
  });
});
