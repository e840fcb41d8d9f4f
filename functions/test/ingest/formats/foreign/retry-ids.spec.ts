import assert from 'node:assert/strict';

import { encode } from '@msgpack/msgpack';

import { post } from '../../../support/foreign.js';

type Headers = Record<string, string>;
type Sent = [path: string, body: string | Buffer | object, headers?: Headers];

const AT = Date.UTC(2026, 5, 1, 12, 0, 0) / 1000;
const MILLIS = AT + 0.25;
const ISO = new Date(MILLIS * 1000).toISOString();

const json = { 'content-type': 'application/json' };
const bulk = (...documents: object[]) =>
  documents.map((one) => `{"create":{}}\n${JSON.stringify(one)}\n`).join('');
const frame = (line: string) => `${Buffer.byteLength(line)} ${line}`;
const firehose = { ...json, 'x-amz-firehose-request-id': 'r-1' };
const record = (fields: object) => ({
  data: Buffer.from(JSON.stringify(fields)).toString('base64'),
});
const push = (id: string) => ({
  message: { data: Buffer.from('x').toString('base64'), messageId: id },
  subscription: 'projects/p/subscriptions/s',
});

/** Requests whose bytes, sent again, must be a retry: each contains something unique. */
const TOLD: [string, Sent][] = [
  [
    'Loki: labels, time and line',
    [
      '/loki/api/v1/push',
      { streams: [{ stream: { a: 'b' }, values: [[`${AT}000000000`, 'x']] }] },
      json,
    ],
  ],
  ['HEC: a time in milliseconds', ['/services/collector/event', { time: MILLIS, event: 'x' }]],
  [
    'HEC, raw: a time in milliseconds',
    ['/services/collector/raw', `{"time":"${ISO}","message":"x"}`],
  ],
  [
    'Datadog: a time in milliseconds',
    ['/api/v2/logs', [{ message: 'x', timestamp: MILLIS * 1000 }], json],
  ],
  ['Seq: a time in milliseconds', ['/ingest/clef', `{"@t":"${ISO}","@m":"x"}`]],
  [
    'Seq, older form: a time in milliseconds',
    ['/api/events/raw', { Events: [{ Timestamp: ISO, MessageTemplate: 'x' }] }, json],
  ],
  ['GELF: a time in milliseconds', ['/gelf', { short_message: 'x', timestamp: MILLIS }, json]],
  [
    'msgpack: a time in milliseconds',
    [
      '/ingest',
      Buffer.from(encode([MILLIS, { log: 'x' }])),
      { 'content-type': 'application/msgpack' },
    ],
  ],
  [
    'msgpack: two seconds',
    [
      '/ingest',
      Buffer.concat(
        [encode([AT, { log: 'x' }]), encode([AT + 1, { log: 'x' }])].map((one) => Buffer.from(one)),
      ),
      { 'content-type': 'application/msgpack' },
    ],
  ],
  [
    'Logplex: the frame’s id',
    [
      '/ingest',
      frame('<14>1 2026-06-01T12:00:00+00:00 host app web.1 - x'),
      { 'content-type': 'application/logplex-1', 'logplex-frame-id': 'f-1' },
    ],
  ],
  ['Firehose: the request’s id', ['/ingest', { records: [record({ message: 'x' })] }, firehose]],
  ['Pub/Sub: the message’s id', ['/ingest', push('m-1'), json]],
  ['Elasticsearch: a time in milliseconds', ['/_bulk', bulk({ '@timestamp': ISO, message: 'x' })]],
  [
    'Elasticsearch: the first millisecond of a second',
    ['/_bulk', bulk({ '@timestamp': '2026-06-01T12:00:00.000Z' })],
  ],
  ['Elasticsearch: the _id', ['/_bulk', `{"create":{"_id":"a"}}\n{"message":"x"}\n`]],
];

/** Requests whose bytes may legitimately be sent twice: nothing in them is unique. */
const NOT_TOLD: [string, Sent][] = [
  ['HEC: no time', ['/services/collector/event', { event: 'x' }]],
  ['HEC: a whole second', ['/services/collector/event', { time: AT, event: 'x' }]],
  ['HEC, raw: lines', ['/services/collector/raw', 'x\n']],
  ['Datadog: no time', ['/api/v2/logs', [{ message: 'x' }], json]],
  ['Seq: a whole second', ['/ingest/clef', `{"@t":"2026-06-01T12:00:00Z","@m":"x"}`]],
  ['GELF: no time', ['/gelf', { short_message: 'x' }, json]],
  ['GELF: a whole second', ['/gelf', { short_message: 'x', timestamp: AT }, json]],
  [
    'Logplex: no frame’s id',
    [
      '/ingest',
      frame('<14>1 2026-06-01T12:00:00+00:00 h a w - x'),
      { 'content-type': 'application/logplex-1' },
    ],
  ],
  ['Elasticsearch: no time', ['/_bulk', bulk({ message: 'x' })]],
];

const idsOf = async ([path, body, headers = {}]: Sent, more: Headers = {}) => {
  const { logs, response } = await post(path, body, { ...headers, ...more });
  assert.ok(response.status < 300, JSON.stringify(response.body));
  return logs.map(({ log_id }) => log_id);
};

describe('the same bytes sent again', () => {
  for (const [name, sent] of TOLD) {
    it(`are the same logs: ${name}`, async () => {
      const ids = await idsOf(sent);
      assert.ok(ids.length > 0);
      assert.deepEqual(await idsOf(sent), ids);
    });
  }

  for (const [name, sent] of NOT_TOLD) {
    it(`are other logs: ${name}`, async () => {
      assert.notDeepEqual(await idsOf(sent), await idsOf(sent));
    });

    it(`are the same logs with an Idempotency-Key: ${name}`, async () => {
      const key = { 'idempotency-key': 'k-1' };
      assert.deepEqual(await idsOf(sent, key), await idsOf(sent, key));
    });
  }

  it('are other logs at another path', async () => {
    const body = bulk({ '@timestamp': ISO, message: 'x' });
    assert.notDeepEqual(await idsOf(['/a/_bulk', body]), await idsOf(['/b/_bulk', body]));
  });

  it('keep equal logs as often as they were sent', async () => {
    const event = JSON.stringify({ time: MILLIS, event: 'x' });
    const ids = await idsOf(['/services/collector/event', event + event]);
    assert.equal(new Set(ids).size, 2);
  });
});
