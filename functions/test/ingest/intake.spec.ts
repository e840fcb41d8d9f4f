import assert from 'node:assert/strict';

import type { Authenticate } from '../../src/ingest/admission/authenticate.js';
import { INTAKE, type IntakeRoute } from '../../src/ingest/routes.js';
import { MAX_FAULT_BYTES_PER_REQUEST, MAX_REPORTED_ERRORS } from '../../src/limits.js';
import { intake } from '../support/intake.js';
import { jsonRequest, request } from '../support/request.js';
import { throwAway } from './formats/throw-away.js';

const ROUTES: IntakeRoute[] = [
  ...INTAKE,
  { path: '/throw-away', method: 'POST', name: 'ingest', format: throwAway },
];

const send = async (
  body: string,
  headers: Record<string, string> = { 'x-tenant-id': 'acme' },
  deps?: Parameters<typeof intake>[0],
) => {
  const { handle, published, unexpected } = intake(deps, ROUTES);
  const sent = request('POST', '/throw-away', headers, body);
  const answer = await handle(sent);
  assert.deepEqual(unexpected, []);
  return { ...answer, published, facts: sent.facts };
};

describe('a format made of one file and one line', () => {
  it('gets its logs through the whole intake, and answers in its own way', async () => {
    const { status, body, published, facts } = await send('warn|one\nno bar\ninfo|two');
    assert.deepEqual([status, body], [200, '+-+']);
    assert.deepEqual(
      published.map(({ tenant_id, source, logs }) => [
        tenant_id,
        source,
        logs.map(({ severity, text }) => [severity, text]),
      ]),
      [
        [
          'acme',
          'text_upload',
          [
            ['WARNING', 'one'],
            ['INFO', 'two'],
          ],
        ],
      ],
    );
    const repaired = { repaired: 0, repairs: new Map() };
    assert.deepEqual(facts.taken, { source: 'text_upload', logs: 2, rejected: 1, ...repaired });
  });

  it('answers errors in its own way', async () => {
    assert.deepEqual((({ status, body }) => [status, body])(await send('no bar')), [
      418,
      '! None of them.',
    ]);
    const publish = () => Promise.reject(new Error('no answer'));
    const { status, body } = await send('info|x', { 'x-tenant-id': 'acme' }, { publish });
    assert.equal(status, 418);
    assert.match(String(body), /^! .*could not be queued/);
  });

  it('reads the key from its own place', async () => {
    const shown: unknown[] = [];
    const authenticate: Authenticate = (_request, key) => {
      shown.push(key);
      return Promise.resolve({ tenantId: 'acme' });
    };
    await send('info|x', { 'x-throw-away': 'k' }, { authenticate });
    assert.deepEqual(shown, ['k']);
  });

  it('uses its own tenant only if the request names none', async () => {
    const tenantOf = async (...rest: [Record<string, string>, Parameters<typeof intake>[0]?]) =>
      (await send('info|x', ...rest)).published[0]?.tenant_id;
    assert.equal(await tenantOf({}), 'hinted');
    assert.equal(await tenantOf({ 'x-tenant-id': 'named' }), 'named');
    const authenticate = () => Promise.resolve({ tenantId: 'acme' });
    assert.equal(await tenantOf({}, { authenticate }), 'acme');
  });
});

describe('the intake', () => {
  const bad = (log: object) => Array.from({ length: 2_000 }, () => log);
  const fault = { tenant_id: 'beta', text: 'x' };
  const ask = async (logs: object[]) => {
    const { handle } = intake();
    const { status, body } = await handle(jsonRequest(logs, { 'x-tenant-id': 'acme' }));
    return { status, body };
  };

  it('describes a bounded number of faults per request, and counts the rest', async () => {
    const { status, body } = await ask([{ text: 'good' }, ...bad(fault)]);
    assert.equal(status, 202);
    const { accepted, rejected, omitted } = body as {
      accepted: number;
      rejected: { index: number; error: string }[];
      omitted: { rejected: number };
    };
    assert.deepEqual([accepted, rejected.length + omitted.rejected], [1, 2_000]);
    const described = rejected.filter(({ error }) => error.startsWith('/tenant_id'));
    assert.ok(described.length > 0 && described.length < rejected.length);
    assert.ok(JSON.stringify(body).length < MAX_ANSWER_BYTES);
  });

  it('names only a few faults if no log of a request is valid', async () => {
    const { status, body } = await ask(bad(fault));
    assert.equal(status, 400);
    assert.equal((body as { errors: unknown[] }).errors.length, MAX_REPORTED_ERRORS);
  });

  it('bounds OTLP’s answer in the same way', async () => {
    const record = {
      body: { stringValue: 'x' },
      attributes: [{ key: 'k'.repeat(60) }, { key: '' }],
    };
    const { handle } = intake();
    const body = { resourceLogs: [{ scopeLogs: [{ logRecords: bad(record) }] }] };
    const headers = { 'content-type': 'application/json', 'x-tenant-id': 'acme' };
    const answer = await handle(request('POST', '/v1/logs', headers, JSON.stringify(body)));
    assert.equal(answer.status, 200);
    assert.ok(JSON.stringify(answer.body).length < MAX_FAULT_BYTES_PER_REQUEST * 1.1);
  });

  for (const [name, logs] of [
    ['logs with every name bad', bad({ '': [[1]], __a__: 1 })],
    ['good logs', Array.from({ length: 20_000 }, () => ({ text: 'x' }))],
  ] as const) {
    it(`answers 2,000 or more ${name} in few bytes, and counts the ids that it does not name`, async () => {
      const { status, body } = await ask([...logs]);
      assert.equal(status, 202);
      const { accepted, log_ids, omitted } = body as {
        accepted: number;
        log_ids: string[];
        omitted?: { log_ids: number };
      };
      assert.equal(accepted, logs.length);
      assert.equal(log_ids.length + (omitted?.log_ids ?? 0), logs.length);
      assert.ok(JSON.stringify(body).length < MAX_ANSWER_BYTES);
    });
  }
});

/** The limit for any request: the target of hostile ones. */
const MAX_ANSWER_BYTES = 256 * 1024;
