import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { Problem } from '../../../../src/ingest/http/problem.js';
import { post } from '../../../support/foreign.js';
import { intake } from '../../../support/intake.js';
import { request } from '../../../support/request.js';

const lines = (...values: unknown[]) =>
  values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');

const ACCEPT = { accept: 'application/vnd.elasticsearch+json; compatible-with=9' };

interface Bulk {
  errors: boolean;
  items: Record<
    string,
    { status: number; _id?: string; _index?: string; error?: { type: string } }
  >[];
}

describe('the format of Elasticsearch', () => {
  it('reports the outcome of each action, and keeps the documents that are added', async () => {
    const body = lines(
      { index: { _index: 'shop', _id: 'own-1' } },
      { '@timestamp': '2024-01-15T10:30:00.123Z', message: 'first', log: { level: 'warn' } },
      { delete: { _id: 'own-1' } },
      { create: {} },
      { message: 'second', tenant_id: 'a field of its own' },
      { update: { _id: 'own-1' } },
      { doc: {} },
    );
    const { response, logs, sources } = await post('/logs/_bulk', body, ACCEPT);
    const { errors, items } = response.body as Bulk;
    assert.equal(response.status, 200);
    assert.equal(response.headers['x-elastic-product'], 'Elasticsearch');
    assert.match(response.headers['content-type'] ?? '', /compatible-with=9$/);
    assert.equal(errors, true);
    assert.deepEqual(
      items.map((item) => Object.entries(item).map(([name, { status }]) => `${name} ${status}`)),
      [['index 201'], ['delete 400'], ['create 201'], ['update 400']],
    );
    assert.deepEqual(
      [items[0]?.['index']?._index, items[0]?.['index']?._id, items[2]?.['create']?._index],
      ['shop', 'own-1', 'logs'],
    );
    assert.deepEqual(sources, new Set(['elasticsearch_bulk']));
    const [first, second] = logs;
    assert.equal(first?.log_id, 'own-1');
    assert.equal(first.severity, 'WARNING');
    assert.deepEqual(second?.attributes, { tenant_id: 'a field of its own', _index: 'logs' });
  });

  it('reads a line that is not JSON, or has no action before it, as a log', async () => {
    const { response, logs } = await post('/_bulk', 'plain text\n{"message":"alone"}\n');
    assert.equal((response.body as Bulk).errors, false);
    assert.deepEqual(
      logs.map(({ text }) => text),
      ['plain text', 'alone'],
    );
  });

  for (const [name, write] of [
    ['over several lines', (...all) => all.map((one) => JSON.stringify(one, null, 2)).join('\n')],
    [
      'with documents over several lines',
      (...all) => all.map((one, at) => JSON.stringify(one, null, (at % 2) * 2)).join('\r\n'),
    ],
    ['in an array', (...all) => JSON.stringify(all)],
    ['in an array over several lines', (...all) => JSON.stringify(all, null, 2)],
    ['without a last line end', (...all) => all.map((one) => JSON.stringify(one)).join('\n')],
    ['with blank lines', (...all) => all.map((one) => `${JSON.stringify(one)}\r\n\r\n`).join('')],
  ] satisfies [string, (...all: object[]) => string][]) {
    it(`reads actions and documents ${name}`, async () => {
      const body = write(
        { index: {} },
        { message: 'a', b: { c: 1 } },
        { create: {} },
        { message: 'd' },
      );
      const { response, logs } = await post('/_bulk', body);
      assert.deepEqual(
        (response.body as Bulk).items.map((item) => Object.keys(item)),
        [['index'], ['create']],
      );
      assert.deepEqual(
        logs.map(({ text, attributes, repairs }) => [text, attributes, repairs]),
        [
          ['a', { b: { c: 1 } }, undefined],
          ['d', undefined, undefined],
        ],
      );
    });
  }

  it('reads text that begins with a bracket as lines', async () => {
    const { logs } = await post('/_bulk', '[2024-01-15] one\n[2024-01-16] two\n');
    assert.deepEqual(
      logs.map(({ text }) => text),
      ['[2024-01-15] one', '[2024-01-16] two'],
    );
  });

  it('keeps each update of a document as a log of its own', async () => {
    const body = lines(
      { update: { _id: '1', _index: 'a', _type: 'nginx' } },
      { doc: { message: 'first' }, doc_as_upsert: true },
      { update: { _id: '1' } },
      { script: { source: 'n += 1' }, upsert: { message: 'second' } },
    );
    const { response, logs } = await post('/_bulk', body);
    assert.equal((response.body as Bulk).errors, false);
    assert.deepEqual(
      logs.map(({ text, attributes }) => [text, attributes]),
      [
        ['first', { _index: 'a', _type: 'nginx', _id: '1' }],
        ['second', { script: { source: 'n += 1' }, _id: '1' }],
      ],
    );
  });

  it('reads what syslog-ng and journald call text and level', async () => {
    const record = { MESSAGE: 'order failed', PRIORITY: 'err', HOST: 'web', '@timestamp': 'x' };
    const { logs } = await post('/_bulk', lines({ index: {} }, { ...record, '@timestamp': null }));
    assert.deepEqual([logs[0]?.text, logs[0]?.severity], ['order failed', 'ERROR']);
  });

  it('gives a document without an _id the same id again if its bytes identify a retry', async () => {
    const ids = async (...documents: object[]) => {
      const body = lines(...documents.flatMap((document) => [{ index: {} }, document]));
      const send = async () => (await post('/_bulk', body)).logs.map(({ log_id }) => log_id).join();
      return (await send()) === (await send());
    };
    const at = (time: string) => ({ '@timestamp': `2024-01-15T10:30:00.${time}Z`, message: 'm' });
    assert.equal(await ids(at('123456')), true);
    assert.equal(await ids(at('123'), at('124')), true);
    assert.equal(await ids(at('123'), at('123')), true);
    assert.equal(await ids({ '@timestamp': '2024-01-15T10:30:00Z', message: 'm' }), false);
    assert.equal(await ids({ message: 'm' }), false);
  });

  it('reports a quota item by item, so that helpers retry, or once if there are too many', async () => {
    const admit = () => Promise.reject(new Problem('too_many_requests', 'Later.'));
    const body = lines({ index: {} }, { message: 'a' }, { create: {} }, { message: 'b' });
    const told = await post('/_bulk', body, {}, { admit });
    assert.equal(told.response.status, 200);
    assert.deepEqual(
      (told.response.body as Bulk).items.map((item) => Object.values(item)[0]?.status),
      [429, 429],
    );
    const packed = { 'content-encoding': 'gzip' };
    const atOnce = await post('/_bulk', gzipSync(body), packed, { admit });
    assert.equal(atOnce.response.status, 429);
    const many = await post(
      '/_bulk',
      lines({ index: {} }, { message: 'm' }).repeat(1001),
      {},
      { admit },
    );
    assert.equal(many.response.status, 429);
  });

  it('reports errors as Elasticsearch does', async () => {
    const { response } = await post('/_bulk', '');
    assert.equal(response.status, 400);
    const { error, status } = response.body as { error: { type: string }; status: number };
    assert.deepEqual([error.type, status], ['illegal_argument_exception', 400]);
  });

  it('names items only as long as there is room for every status', async () => {
    const { response } = await post('/_bulk', lines({ index: {} }, { message: 'm' }).repeat(8_000));
    const { items } = response.body as Bulk;
    assert.equal(items.length, 8_000);
    assert.equal(items[0]?.['index']?._index, 'logs');
    assert.deepEqual(items.at(-1), { index: { status: 201 } });
  });

  for (const [what, action, document] of [
    ['deletes', { delete: { _index: 'shop' } }, ''],
    ['ids of 1,500 bytes', { index: { _id: 'i'.repeat(1_500) } }, '{"message":"m"}\n'],
    ['long names of an index', { index: { _index: 'i'.repeat(20_000) } }, '{"message":"m"}\n'],
  ] as const) {
    it(`stays below 256 KiB for many ${what}`, async () => {
      const unit = `${JSON.stringify(action)}\n${document}`;
      const body = unit.repeat(Math.min(90_000, Math.floor(30e6 / unit.length)));
      const { response } = await post('/_bulk', body);
      assert.equal(response.status, 200);
      assert.ok(JSON.stringify(response.body).length < 256 * 1024);
    });
  }

  for (const [path, name] of [
    ['/', 'version'],
    ['/_license', 'license'],
    ['/_xpack', 'license'],
    ['/_cluster/health', 'status'],
    ['/shop/_refresh', '_shards'],
  ] as const) {
    it(`answers GET ${path}, which clients request`, async () => {
      const { status, headers, body } = await intake().handle(request('GET', path, ACCEPT));
      assert.equal(status, 200);
      assert.equal(headers['x-elastic-product'], 'Elasticsearch');
      assert.ok(name in (body as object));
    });
  }

  it('keeps excess values as text, without building them', async () => {
    const body = `{"index":{}}\n{"a":[${'[],'.repeat(500_000)}1]}\n`;
    const { response, logs, unexpected } = await post('/_bulk', body);
    assert.equal((response.body as Bulk).errors, false);
    assert.ok(logs.length > 1);
    assert.ok(logs.every(({ split }) => split !== undefined));
    assert.deepEqual(unexpected, []);
  });
});
