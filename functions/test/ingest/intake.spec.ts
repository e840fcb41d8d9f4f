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

describe('a format of one file and one line', () => {
  it('brings its logs through the whole intake, and answers in its own way', async () => {
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
    assert.deepEqual(facts.taken, { source: 'text_upload', logs: 2, rejected: 1 });
  });

  it('answers what goes wrong in its own way', async () => {
    assert.deepEqual((({ status, body }) => [status, body])(await send('no bar')), [
      418,
      '! None of them.',
    ]);
    const publish = () => Promise.reject(new Error('no answer'));
    const { status, body } = await send('info|x', { 'x-tenant-id': 'acme' }, { publish });
    assert.equal(status, 418);
    assert.match(String(body), /^! .*could not be queued/);
  });

  it('hands over the key from its own place', async () => {
    const shown: unknown[] = [];
    const authenticate: Authenticate = (_request, key) => {
      shown.push(key);
      return Promise.resolve({ tenantId: 'acme' });
    };
    await send('info|x', { 'x-throw-away': 'k' }, { authenticate });
    assert.deepEqual(shown, ['k']);
  });

  it('hints at a tenant where nobody names one, and contradicts nobody', async () => {
    const tenantOf = async (...rest: [Record<string, string>, Parameters<typeof intake>[0]?]) =>
      (await send('info|x', ...rest)).published[0]?.tenant_id;
    assert.equal(await tenantOf({}), 'hinted');
    assert.equal(await tenantOf({ 'x-tenant-id': 'named' }), 'named');
    const authenticate = () => Promise.resolve({ tenantId: 'acme' });
    assert.equal(await tenantOf({}, { authenticate }), 'acme');
  });
});

describe('the intake', () => {
  const bad = (log: object) => Array.from({ length: 200 }, () => log);
  const manyFaults = {
    text: 'x',
    attributes: Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`${index}`.padStart(200, 'k'), [[1]]]),
    ),
  };
  const ask = async (logs: object[]) => {
    const { handle } = intake();
    const { status, body } = await handle(jsonRequest(logs, { 'x-tenant-id': 'acme' }));
    return { status, body };
  };

  it('describes a bounded number of faults a request, and names every log that is rejected', async () => {
    const { status, body } = await ask([{ text: 'good' }, ...bad(manyFaults)]);
    assert.equal(status, 202);
    const { accepted, rejected } = body as {
      accepted: number;
      rejected: { index: number; error: string }[];
    };
    assert.deepEqual([accepted, rejected.length], [1, 200]);
    assert.equal(rejected.at(-1)?.index, 200);
    const described = rejected.filter(({ error }) => error.startsWith('/attributes'));
    assert.ok(described.length > 0 && described.length < rejected.length);
    // A separator of 3 bytes at most stands beside each fault.
    const bytes = described.reduce((sum, { error }) => sum + Buffer.byteLength(error), 0);
    assert.ok(bytes < MAX_FAULT_BYTES_PER_REQUEST * 1.1, String(bytes));
  });

  it('names few faults where no log of a request is good', async () => {
    const { status, body } = await ask(bad(manyFaults));
    assert.equal(status, 400);
    assert.equal((body as { errors: unknown[] }).errors.length, MAX_REPORTED_ERRORS);
  });

  it('bounds the faults of OTLP in the same way', async () => {
    const record = {
      body: { stringValue: 'x' },
      attributes: Object.keys(manyFaults.attributes).map((key) => ({
        key,
        value: { arrayValue: { values: [{ arrayValue: { values: [{ intValue: 1 }] } }] } },
      })),
    };
    const { handle } = intake();
    const body = { resourceLogs: [{ scopeLogs: [{ logRecords: bad(record) }] }] };
    const headers = { 'content-type': 'application/json', 'x-tenant-id': 'acme' };
    const answer = await handle(request('POST', '/v1/logs', headers, JSON.stringify(body)));
    assert.equal(answer.status, 400);
    assert.ok(JSON.stringify(answer.body).length < MAX_FAULT_BYTES_PER_REQUEST * 1.1);
  });
});
