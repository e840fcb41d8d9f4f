import assert from 'node:assert/strict';

import { Problem } from '../../../../src/ingest/http/problem.js';
import { post } from '../../../support/foreign.js';

describe('the format of Datadog', () => {
  it('reads what pino-datadog-transport sends: the record is JSON in the message', async () => {
    const record = { level: 'error', order: { id: 5 }, msg: 'hi', date: 1_705_314_600_433 };
    const item = { ddsource: 'nodejs', ddtags: 'env:prod,team', service: 'shop' };
    const body = [{ ...item, message: JSON.stringify(record) }];
    const { response, logs, sources } = await post('/api/v2/logs?ddtags=a:b:c&hostname=h', body);
    assert.deepEqual([response.status, response.body], [202, {}]);
    assert.deepEqual(sources, new Set(['datadog_logs']));
    const [{ text, timestamp, severity, attributes } = assert.fail()] = logs;
    assert.deepEqual([text, timestamp, severity], ['hi', '2024-01-15T10:30:00.433Z', 'ERROR']);
    assert.deepEqual(attributes, {
      order: { id: 5 },
      ddsource: 'nodejs',
      service: 'shop',
      hostname: 'h',
      ddtags: 'env:prod,team,a:b:c',
      tags: { env: 'prod', team: true, a: 'b:c' },
    });
  });

  for (const [name, path, body] of [
    ['one log', '/api/v2/logs', { message: 'a text', status: 'warn', hostname: 'h' }],
    ['logs one after another, at v1', '/v1/input', '{"message":"a text","status":"warn"}\n'],
  ] as const) {
    it(`takes ${name}`, async () => {
      const { response, logs } = await post(path, body);
      assert.equal(response.status, 202);
      assert.deepEqual([logs[0]?.text, logs[0]?.severity], ['a text', 'WARNING']);
    });
  }

  for (const path of ['/v1/input/KEY', '/v1/input/KEY?ddsource=a', '/api/v2/logs/KEY']) {
    it(`takes logs at ${path}, but not its key`, async () => {
      const { response, logs } = await post(path, [{ message: 'a text' }]);
      assert.deepEqual([response.status, logs[0]?.text], [202, 'a text']);
      const authenticate = () => Promise.reject(new Problem('unauthorized', 'The reason.'));
      const refused = await post(path, '[]', {}, { authenticate });
      const { errors } = refused.response.body as { errors: { detail: string }[] };
      assert.equal(refused.response.status, 401);
      assert.match(errors[0]?.detail ?? '', /DD-API-KEY: KEY/);
    });
  }

  for (const [type, repairs] of [
    ['text/plain', undefined],
    ['application/json', [{ pointer: '', repair: 'not_json' }]],
  ] as const) {
    it(`takes lines of text as ${type}`, async () => {
      const { logs } = await post('/v1/input', 'a line\n{"message":"b"}\n', {
        'content-type': type,
      });
      assert.deepEqual(
        logs.map((log) => [log.text, log.repairs]),
        [
          ['a line', repairs],
          ['b', undefined],
        ],
      );
    });
  }

  it('accepts an empty array', async () => {
    assert.equal((await post('/api/v2/logs', '[]')).response.status, 202);
  });

  for (const [code, headers, status] of [
    ['unauthorized', { 'dd-api-key': 'wrong' }, 403],
    ['unauthorized', {}, 401],
    ['too_many_requests', {}, 429],
    ['unavailable', {}, 503],
  ] as const) {
    it(`reports errors as Datadog does, with ${status}`, async () => {
      const authenticate = () => Promise.reject(new Problem(code, 'The reason.'));
      const { response } = await post('/api/v2/logs', '[]', headers, { authenticate });
      assert.equal(response.status, status);
      const { errors } = response.body as { errors: { status: string; detail: string }[] };
      assert.deepEqual([errors[0]?.status, errors[0]?.detail], [String(status), 'The reason.']);
    });
  }

  it('reads a million tags of one log', async () => {
    const { response, unexpected } = await post('/api/v2/logs', {
      message: 'a text',
      ddtags: 'a:b,a:c,'.repeat(250_000),
    });
    assert.deepEqual(unexpected, []);
    assert.ok(response.status < 500);
  });

  it('makes a map of as many tags as a log can keep, and leaves any more as text', async () => {
    const tags = (count: number) => Array.from({ length: count }, (_, n) => `t${n}:v`).join();
    const { logs } = await post('/api/v2/logs', [
      { message: 'few', ddtags: tags(100) },
      { message: 'many', ddtags: tags(513) },
    ]);
    assert.equal(Object.keys(Object(logs[0]?.attributes?.['tags'])).length, 100);
    assert.deepEqual(logs[1]?.attributes, { ddtags: tags(513) });
  });

  it('makes no more of the tags of all logs than a request may hold', async () => {
    const ddtags = Array.from({ length: 500 }, (_, n) => `t${n}`).join();
    const { logs } = await post(
      '/api/v2/logs',
      Array.from({ length: 2_100 }, () => ({ message: 'm', ddtags })),
    );
    assert.equal(logs.filter(({ attributes }) => attributes?.['tags'] !== undefined).length, 2_000);
    assert.ok(logs.every(({ attributes }) => attributes?.['ddtags'] === ddtags));
  });
});
