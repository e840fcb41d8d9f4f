import assert from 'node:assert/strict';

import { Problem } from '../../../../src/ingest/http/problem.js';
import { intake } from '../../../support/intake.js';
import { post } from '../../../support/foreign.js';
import { request } from '../../../support/request.js';

const RECORD = { '@timestamp': '2024-01-15T10:30:00.123Z', message: 'hi', log: { level: 'error' } };

const send = async (method: string, path: string, body: object | string = RECORD) => {
  const { handle, published, unexpected } = intake();
  const bytes = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await handle(request(method, path, { 'x-tenant-id': 'acme' }, bytes));
  assert.deepEqual(unexpected, []);
  return { response, logs: published.flatMap(({ logs }) => logs) };
};

describe('Elasticsearch’s API for one document', () => {
  for (const [method, path, id] of [
    ['POST', '/shop/_doc', undefined],
    ['POST', '/shop/_doc/', undefined],
    ['POST', '/shop/_doc/a-1', 'a-1'],
    ['PUT', '/shop/_doc/a-1?refresh=true', 'a-1'],
    ['PUT', '/shop/_create/a-1', 'a-1'],
    ['POST', '/shop/_create/a-1', 'a-1'],
    ['POST', '/ingest/shop/_doc/a-1', 'a-1'],
  ] as const) {
    it(`takes ${method} ${path}`, async () => {
      const { response, logs } = await send(method, path);
      const [{ log_id, text, timestamp, severity, attributes } = assert.fail()] = logs;
      assert.deepEqual([text, timestamp, severity], ['hi', RECORD['@timestamp'], 'ERROR']);
      assert.equal(attributes?.['_index'], 'shop');
      if (id !== undefined) assert.equal(log_id, id);
      assert.equal(response.status, 201);
      assert.equal(response.headers['x-elastic-product'], 'Elasticsearch');
      const { _index, _id, result } = response.body as Record<string, unknown>;
      assert.deepEqual([_index, _id, result], ['shop', log_id, 'created']);
    });
  }

  for (const method of ['POST', 'PUT']) {
    it(`does not take ${method} of a bulk request with a type, as before version 8, for a document`, async () => {
      const body = '{"index":{}}\n{"message":"hi"}\n';
      const { response, logs } = await send(method, '/shop/_doc/_bulk', body);
      assert.equal(response.status, 200);
      assert.deepEqual(
        logs.map(({ text, attributes }) => [text, attributes?.['_index']]),
        [['hi', 'shop']],
      );
    });
  }

  it('reads an id that is percent-encoded, and answers it as sent', async () => {
    const { response, logs } = await send('PUT', '/shop/_doc/order%2F5');
    assert.equal((response.body as { _id: string })._id, 'order/5');
    assert.equal(logs[0]?.attributes?.['log_id'], 'order/5');
  });

  it('derives the same id from the same bytes', async () => {
    const ids = await Promise.all([send('POST', '/shop/_doc'), send('POST', '/shop/_doc')]);
    assert.equal(new Set(ids.map(({ logs }) => logs[0]?.log_id)).size, 1);
  });

  it('keeps all of several documents, the first with the id', async () => {
    const { logs } = await send('POST', '/shop/_doc/1', '{"message":"a"}\n{"message":"b"}\n');
    assert.deepEqual(
      logs.map(({ text }) => text),
      ['a', 'b'],
    );
    assert.equal(logs[0]?.log_id, '1');
    assert.notEqual(logs[1]?.log_id, '1');
  });

  for (const body of ['', '{"message":', 'text']) {
    it(`refuses ${JSON.stringify(body)} in Elasticsearch’s form`, async () => {
      const { response, logs } = await send('POST', '/shop/_doc', body);
      const { error, status } = response.body as { error: { type: string }; status: number };
      assert.deepEqual([response.status, status, logs], [400, 400, []]);
      assert.equal(error.type, 'illegal_argument_exception');
    });
  }

  it('answers 429, on which clients try again', async () => {
    const admit = () => Promise.reject(new Problem('too_many_requests', 'The reason.'));
    const { response } = await post('/shop/_doc', RECORD, {}, { admit });
    assert.equal(response.status, 429);
  });

  it('does not say that a document exists to a client that asks before it sends', async () => {
    const { response } = await send('HEAD', '/shop/_doc/1');
    assert.equal(response.status, 405);
  });
});
