import assert from 'node:assert/strict';

import { createRouter } from '../../src/ingest/router.js';
import { json } from '../../src/ingest/http.js';
import { request } from '../support/request.js';

function router() {
  return createRouter({
    acceptLog: () => Promise.resolve(json(202, {})),
    now: () => new Date('2024-01-15T10:30:00Z'),
    onUnexpected: (error) => assert.fail(String(error)),
  });
}

describe('router', () => {
  it('tells its health without a credential', async () => {
    const { status, body } = await router()(request('GET', '/health'));
    assert.equal(status, 200);
    const { version, ...rest } = body as Record<string, string>;
    assert.match(version ?? '', /^\d+\.\d+\.\d+/);
    assert.deepEqual(rest, {
      status: 'healthy',
      service: 'ingest',
      timestamp: '2024-01-15T10:30:00.000Z',
    });
  });

  for (const path of ['/', '/ingest', '/ingest/']) {
    it(`takes logs at ${path}`, async () => {
      assert.equal((await router()(request('POST', path))).status, 202);
    });
  }

  it('answers an unexpected failure as a problem and reports it, without its message', async () => {
    const reported: unknown[] = [];
    const failure = new Error('secret-canary');
    const handle = createRouter({
      acceptLog: () => Promise.reject(failure),
      now: () => new Date(),
      onUnexpected: (error) => reported.push(error),
    });
    const { status, body } = await handle(request('POST', '/ingest'));
    assert.equal(status, 500);
    assert.deepEqual(reported, [failure]);
    assert.ok(!JSON.stringify(body).includes('secret-canary'));
  });
});
