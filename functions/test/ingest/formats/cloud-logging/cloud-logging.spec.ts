import assert from 'node:assert/strict';

import { post } from '../../../support/foreign.js';

const TYPE = { 'content-type': 'application/json' };

const push = (data: object | string, more: object = {}) => ({
  message: {
    data: Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)).toString('base64'),
    messageId: '136969346945',
    publishTime: '2024-01-15T10:31:00Z',
    ...more,
  },
  subscription: 'projects/p/subscriptions/s',
});

const ENTRY = {
  insertId: '1a2b3c',
  logName: 'projects/p/logs/run.googleapis.com%2Fstdout',
  resource: { type: 'cloud_run_revision', labels: { service_name: 'shop' } },
  timestamp: '2024-01-15T10:30:00.123456789Z',
  severity: 'WARNING',
  labels: { team: 'a' },
  trace: 'projects/p/traces/t1',
};

describe('the format of Pub/Sub pushes', () => {
  for (const [name, payload, text, kept] of [
    ['a text', { textPayload: 'a text' }, 'a text', {}],
    [
      'a record',
      { jsonPayload: { message: 'a message', order: 5 } },
      'a message',
      { jsonPayload: { order: 5 } },
    ],
    [
      'a record without a message',
      { jsonPayload: { order: 5 } },
      '{"order":5}',
      { jsonPayload: { order: 5 } },
    ],
    [
      'an audit log',
      { protoPayload: { methodName: 'delete' } },
      '{"methodName":"delete"}',
      { protoPayload: { methodName: 'delete' } },
    ],
    [
      'the request of a load balancer',
      { httpRequest: { requestMethod: 'GET', status: 200 } },
      '{"requestMethod":"GET","status":200}',
      { httpRequest: { requestMethod: 'GET', status: 200 } },
    ],
  ] as const) {
    it(`reads a Cloud Logging entry that is ${name}`, async () => {
      const body = push({ ...ENTRY, ...payload }, { attributes: { from: 'sink' } });
      const { response, logs, sources } = await post('/ingest', body, TYPE);
      assert.equal(response.status, 204);
      assert.deepEqual(sources, new Set(['pubsub_push']));
      const { insertId, timestamp, severity, ...rest } = ENTRY;
      const [log = assert.fail()] = logs;
      assert.deepEqual(
        [log.log_id, log.text, log.timestamp, log.severity],
        [insertId, text, timestamp, severity],
      );
      assert.deepEqual(log.attributes, { ...rest, ...kept, from: 'sink' });
    });
  }

  it('reads a Cloud Logging entry without a payload from its other fields', async () => {
    const { logs } = await post('/ingest', push(ENTRY), TYPE);
    assert.match(logs[0]?.text ?? '', /cloud_run_revision/);
  });

  it('reads any other message, under the id from Pub/Sub', async () => {
    const json = await post('/ingest', push({ msg: 'hi', level: 'error' }), TYPE);
    assert.equal(json.response.status, 204);
    assert.deepEqual(
      [json.logs[0]?.log_id, json.logs[0]?.text, json.logs[0]?.severity],
      ['pubsub-136969346945', 'hi', 'ERROR'],
    );
    assert.equal(json.logs[0]?.timestamp, '2024-01-15T10:31:00Z');
    const text = await post('/ingest', push('a text'), TYPE);
    assert.equal(text.logs[0]?.text, 'a text');
  });

  it('does not mistake an ordinary log for a push', async () => {
    const { sources } = await post('/ingest', { message: 'a log', subscription: 'gold' }, TYPE);
    assert.deepEqual(sources, new Set(['json_upload']));
  });

  describe('without its wrapper', () => {
    const PUSH = { 'user-agent': 'CloudPubSub-Google' };
    const ID = { 'x-goog-pubsub-message-id': '42' };

    for (const [name, headers] of [
      ['with its metadata in headers', { ...ID, ...PUSH }],
      ['as JSON', { ...PUSH, ...TYPE }],
    ] as const) {
      it(`may be a Cloud Logging entry on its own, ${name}`, async () => {
        const { response, logs } = await post('/ingest', { ...ENTRY, textPayload: 'x' }, headers);
        assert.equal(response.status, 204);
        assert.deepEqual(
          logs.map(({ log_id, text, severity }) => [log_id, text, severity]),
          [['1a2b3c', 'x', 'WARNING']],
        );
      });
    }

    it('reports where its text is not UTF-8', async () => {
      const { logs } = await post('/ingest', Buffer.from([0x61, 0xff]), ID);
      assert.equal(logs[0]?.text, 'a\ufffd');
      assert.deepEqual(logs[0]?.repairs, [{ pointer: '', repair: 'invalid_unicode' }]);
    });

    it('may be any text, and has the id of its message', async () => {
      const { response, logs } = await post('/ingest', 'up and running', ID);
      assert.equal(response.status, 204);
      assert.deepEqual(
        logs.map(({ log_id, text }) => [log_id, text]),
        [['pubsub-42', 'up and running']],
      );
    });
  });
});
