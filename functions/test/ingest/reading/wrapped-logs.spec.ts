import assert from 'node:assert/strict';

import { MAX_LOG_VALUES, MAX_WRAPPER_FIELDS } from '../../../src/limits.js';
import { post } from '../../support/foreign.js';

const TIME = '2024-01-15T10:30:00.123Z';
const JSON_TYPE = { 'content-type': 'application/json' };

const textsOf = async (body: object | string, headers: Record<string, string> = {}) => {
  const { response, logs } = await post('/', body, { ...JSON_TYPE, ...headers });
  assert.equal(response.status, 202);
  return logs.map(({ text }) => text);
};

describe('an object that wraps a list of logs', () => {
  for (const [sender, body] of [
    ['hand-written clients', { logs: [{ msg: 'a' }, { msg: 'b' }] }],
    ['clients that send texts', { logs: ['a', 'b'] }],
    ['Serilog’s HTTP sink', { events: [{ Timestamp: TIME, MessageTemplate: 'a' }, { Timestamp: TIME, RenderedMessage: 'b' }] }], // prettier-ignore
    [
      'Azure Monitor',
      {
        records: [
          { time: TIME, message: 'a' },
          { time: TIME, message: 'b' },
        ],
      },
    ],
    ['New Relic', [{ common: { attributes: { host: 'h' } }, logs: [{ message: 'a' }, { message: 'b' }] }]], // prettier-ignore
  ] as const) {
    it(`is the list, as ${sender} send it`, async () => {
      assert.deepEqual(await textsOf(body), ['a', 'b']);
    });
  }

  it('is the list on a line of its own, too, and next to another one', async () => {
    const wrapper = '{"logs":[{"msg":"a"},{"msg":"b"}]}';
    const lines = { 'content-type': 'application/x-ndjson' };
    assert.deepEqual(await textsOf(`${wrapper}\n{"msg":"c"}\n`, lines), ['a', 'b', 'c']);
    assert.deepEqual(await textsOf(`${wrapper}${wrapper}`), ['a', 'b', 'a', 'b']);
  });

  it('has its other fields kept with each log, whose own take precedence', async () => {
    const body = { app: 'shop', tenant_id: 'acme', logs: [{ msg: 'a' }, { msg: 'b', app: 'x' }] };
    const { logs } = await post('/', body, JSON_TYPE);
    assert.deepEqual(
      logs.map(({ attributes }) => attributes),
      [{ app: 'shop' }, { app: 'x', wrapper: { app: 'shop' } }],
    );
  });

  it('derives the ids of its logs from the request’s', async () => {
    const send = () => post('/', { logs: [{ msg: 'a' }, { msg: 'b' }] }, { ...JSON_TYPE, 'idempotency-key': 'k' }); // prettier-ignore
    const [{ logs: first }, { logs: again }] = [await send(), await send()];
    assert.equal(new Set(first.map(({ log_id }) => log_id)).size, 2);
    assert.deepEqual(
      first.map(({ log_id }) => log_id),
      again.map(({ log_id }) => log_id),
    );
  });

  it('has each repair reported for the log that it belongs to', async () => {
    const { logs } = await post('/', '{"logs":[{"msg":"a","k":1,"k":2},{"msg":"b"}]}', JSON_TYPE);
    assert.deepEqual(
      logs.map(({ repairs }) => repairs),
      [[{ pointer: '/k', repair: 'duplicate_key' }], undefined],
    );
  });

  for (const [where, wrap] of [
    ['alone', (logs: object[]) => ({ logs })],
    ['after its other fields', (logs: object[]) => ({ app: 'shop', env: { name: 'x' }, logs })],
    ['in an array', (logs: object[]) => [{ common: { attributes: { host: 'h' } }, logs }]],
  ] as const) {
    it(`may hold more values than one log: ${where}`, async () => {
      const logs = Array.from({ length: MAX_LOG_VALUES }, (_, index) => ({ msg: `m${index}` }));
      const texts = await textsOf(wrap(logs));
      assert.equal(texts.length, MAX_LOG_VALUES);
      assert.equal(texts.at(-1), `m${MAX_LOG_VALUES - 1}`);
    });
  }
});

describe('an object is a log of its own', () => {
  const fields = Object.fromEntries(
    Array.from({ length: MAX_WRAPPER_FIELDS + 1 }, (_, index) => [`f${index}`, index]),
  );
  for (const [why, body] of [
    ['if it has a text', { message: 'x', logs: [{ msg: 'a' }] }],
    ['if it has a text as loggers nest it', { fields: { message: 'x' }, logs: [{ msg: 'a' }] }],
    ['if it has a template', { MessageTemplate: 'x {id}', id: 5, events: [{ time: TIME }] }],
    ['if it has a time', { timestamp: TIME, events: [{ msg: 'a' }] }],
    ['if it has an id', { log_id: 'x', records: [{ msg: 'a' }] }],
    ['if its list is empty', { logs: [] }],
    ['if an item is no log', { events: [{ msg: 'a' }, { id: 5 }] }],
    ['if its items are words', { events: ['login', 'logout'] }],
    ['if its other fields are too large for so many', { a: 'x'.repeat(9_000_000), logs: ['a', 'b', 'c', 'd'] }], // prettier-ignore
    ['if it has many other fields', { ...fields, logs: [{ msg: 'a' }] }],
  ] as const) {
    it(why, async () => {
      const { response, logs } = await post('/', body, JSON_TYPE);
      assert.ok(logs.length >= 1);
      assert.ok('log_id' in (response.body as object));
    });
  }
});
