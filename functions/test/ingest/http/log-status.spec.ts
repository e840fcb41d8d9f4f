import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import { authenticateNobody } from '../../../src/ingest/admission/authenticate.js';
import {
  createLogStatus,
  type LogStatusDeps,
  type StoredStatus,
} from '../../../src/ingest/http/log-status.js';
import { request } from '../../support/request.js';

const PROCESSED = {
  received_at: '2024-01-15T10:30:00.000Z',
  processed_at: '2024-01-15T10:30:01.000Z',
};
const LETTER = {
  reason: 'log_id_conflict',
  detail: 'taken',
  received_at: '2024-01-15T10:31:00.000Z',
  dead_at: '2024-01-15T10:31:01.000Z',
} as const;

function lookUp(stored: StoredStatus, deps: Partial<LogStatusDeps> = {}) {
  const asked: string[] = [];
  const handler = createLogStatus({
    authenticate: () => Promise.resolve({ tenantId: 'acme' }),
    admit: (tenant, { bytes }) => {
      asked.push(`admit ${tenant} ${bytes}`);
      return Promise.resolve({ ratelimit: 'r' });
    },
    readStatus: (tenant, logId) => {
      asked.push(`read ${tenant}/${logId}`);
      return Promise.resolve(stored);
    },
    ...deps,
  });
  const ask = (log_id: string, headers: Record<string, string> = {}) =>
    handler(request('GET', `/v1/logs/${log_id}`, headers), { log_id });
  return { ask, asked };
}

describe('the status of a log', () => {
  for (const [name, stored, body] of [
    [
      'processed, with its times',
      { processed: PROCESSED },
      { log_id: 'l1', status: 'processed', ...PROCESSED },
    ],
    [
      'a dead letter, with the reason',
      { deadLetter: LETTER },
      { log_id: 'l1', status: 'dead_letter', dead_letter: LETTER },
    ],
    [
      'processed, with another log that came under its id',
      { processed: PROCESSED, deadLetter: LETTER },
      { log_id: 'l1', status: 'processed', ...PROCESSED, dead_letter: LETTER },
    ],
    [
      'processed, where all of its parts are',
      { processed: PROCESSED, parts: { total: 3, processed: 3, dead: 0 } },
      {
        log_id: 'l1',
        status: 'processed',
        ...PROCESSED,
        parts: { total: 3, processed: 3 },
      },
    ],
    [
      'processing, as long as a part of it waits',
      { processed: PROCESSED, parts: { total: 3, processed: 2, dead: 0 } },
      {
        log_id: 'l1',
        status: 'processing',
        ...PROCESSED,
        parts: { total: 3, processed: 2 },
      },
    ],
    [
      'a dead letter, where a part of it is one',
      { processed: PROCESSED, parts: { total: 3, processed: 2, dead: 1 }, deadLetter: LETTER },
      {
        log_id: 'l1',
        status: 'dead_letter',
        ...PROCESSED,
        parts: { total: 3, processed: 2 },
        dead_letter: LETTER,
      },
    ],
  ] as const) {
    it(`is ${name}`, async () => {
      const { ask, asked } = lookUp(stored);
      const answer = await ask('l1');
      assert.equal(answer.status, 200);
      assert.deepEqual(answer.body, body);
      assert.equal(answer.headers['ratelimit'], 'r');
      assert.deepEqual(asked, ['admit acme 0', 'read acme/l1']);
    });
  }

  it('is not found while the log waits, or if it never existed', async () => {
    await assert.rejects(lookUp({}).ask('l1'), { code: 'not_found' });
  });

  for (const id of ['%', '']) {
    it(`is not found for ${JSON.stringify(id)}, which is not looked up`, async () => {
      const { ask, asked } = lookUp({ processed: PROCESSED });
      await assert.rejects(ask(id), { code: 'not_found' });
      assert.deepEqual(asked, ['admit acme 0']);
    });
  }

  for (const [sent, id] of [
    ['a%20b', 'a b'],
    ['order%2F5', 'order%2F5'],
    ['order%252F5', 'order%2F5'],
    ['%2e%2e', '%2E%2E'],
    ['__x__', '%5F%5Fx__'],
    ['x'.repeat(1_501), createHash('sha256').update('x'.repeat(1_501)).digest('hex')],
  ] as const) {
    it(`is found by the id that its client sent: ${sent.slice(0, 20)}`, async () => {
      const { ask, asked } = lookUp({ processed: PROCESSED });
      await ask(sent);
      assert.equal(asked[1], `read acme/${id}`);
    });
  }

  it('is found by an id that a client escaped', async () => {
    const { ask, asked } = lookUp({ processed: PROCESSED });
    await ask('a%3Ab');
    assert.equal(asked[1], 'read acme/a:b');
  });

  it('is hidden from every other tenant', async () => {
    const { ask, asked } = lookUp({ processed: PROCESSED });
    await assert.rejects(ask('l1', { 'x-tenant-id': 'beta' }), { code: 'forbidden' });
    assert.deepEqual(asked, []);
  });

  it('belongs to the named tenant if the gateway is open', async () => {
    const { ask, asked } = lookUp({ processed: PROCESSED }, { authenticate: authenticateNobody });
    await ask('l1', { 'x-tenant-id': 'Beta' });
    assert.equal(asked[1], 'read beta/l1');
    for (const headers of [{}, { 'x-tenant-id': '../acme' }]) {
      await assert.rejects(ask('l1', headers), { code: 'invalid_request' });
    }
  });

  it('gets a 503 if Firestore does not answer', async () => {
    const readStatus = () => Promise.reject(new Error('secret-canary'));
    await assert.rejects(lookUp({}, { readStatus }).ask('l1'), { code: 'unavailable' });
  });
});
