import assert from 'node:assert/strict';

import { createCors } from '../../../src/ingest/http/cors.js';
import { createHealth } from '../../../src/ingest/http/about.js';
import { type Handler, json } from '../../../src/ingest/http/http.js';
import { createRouter, type RouterDeps } from '../../../src/ingest/http/router.js';
import { intake } from '../../support/intake.js';
import { request } from '../../support/request.js';

const NOW = new Date('2024-01-15T10:30:00Z');

function router(overrides: Partial<RouterDeps> = {}) {
  const accept: Handler = () => Promise.resolve(json(202, {}));
  return createRouter({
    routes: [
      { path: '/', method: 'POST', name: 'ingest', handler: accept },
      { path: '/ingest', method: 'POST', name: 'ingest', handler: accept },
      {
        path: '/v1/logs/{log_id}',
        method: 'GET',
        name: 'status',
        handler: (_request, parameters) => Promise.resolve(json(200, parameters)),
      },
      { path: '/health', method: 'GET', name: 'health', handler: createHealth(() => NOW) },
    ],
    cors: createCors([]),
    onUnexpected: (error) => assert.fail(String(error)),
    ...overrides,
  });
}

describe('router', () => {
  it('reports its health without a credential', async () => {
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
    it(`accepts logs at ${path}`, async () => {
      assert.equal((await router()(request('POST', path))).status, 202);
    });
  }

  it('hands the named part of a path to its handler', async () => {
    const { status, body } = await router()(request('GET', '/v1/logs/log_1'));
    assert.equal(status, 200);
    assert.deepEqual(body, { log_id: 'log_1' });
  });

  it('finds the same paths below the function’s name, as behind a rewrite', async () => {
    assert.equal((await router()(request('GET', '/ingest/health'))).status, 200);
    const { body } = await router()(request('GET', '/ingest/v1/logs/log_1'));
    assert.deepEqual(body, { log_id: 'log_1' });
  });

  for (const [method, path, allow] of [
    ['PUT', '/ingest', 'POST, OPTIONS'],
    ['POST', '/health', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/v1/logs/log_1', 'GET, HEAD, OPTIONS'],
  ] as const) {
    it(`answers 405 to ${method} ${path}, with the allowed methods`, async () => {
      const { status, headers } = await router()(request(method, path));
      assert.equal(status, 405);
      assert.equal(headers['allow'], allow);
    });
  }

  it('answers HEAD like GET', async () => {
    assert.equal((await router()(request('HEAD', '/health'))).status, 200);
  });

  it('answers OPTIONS with the methods of a path', async () => {
    const { status, headers } = await router()(request('OPTIONS', '/v1/logs/log_1'));
    assert.equal(status, 204);
    assert.equal(headers['allow'], 'GET, HEAD, OPTIONS');
  });

  for (const path of ['/v1/logs/', '/v1/logs/a/b', '/v1', '/other']) {
    it(`finds nothing at ${path}`, async () => {
      assert.equal((await router()(request('POST', path))).status, 404);
    });
  }

  for (const [path, what] of [
    ['//v1/logs', /two slashes.*\/v1\/logs/],
    ['/v1/logs/v1/logs', /is doubled.*without \/v1\/logs/],
    ['/ingest/v1/logs/v1/logs', /is doubled/],
    ['/v1/traces', /accepts only logs/],
    ['/v1/metrics', /accepts only logs/],
    ['/other', /POST logs to \/ingest/],
  ] as const) {
    it(`says what to change if logs are sent to ${path}`, async () => {
      const { handle } = intake();
      const { status, body } = await handle(request('POST', path, {}, '{}'));
      assert.equal(status, 404);
      assert.match((body as { detail: string }).detail, what);
    });
  }

  for (const path of ['/', '/ingest', '/v1/logs', '/ingest/v1/logs']) {
    it(`says in one line how to send to ${path}`, async () => {
      const { handle } = intake();
      for (const method of ['GET', 'HEAD']) {
        const { status, headers, body } = await handle(request(method, path));
        assert.equal(status, 200);
        assert.match(headers['content-type'] ?? '', /^text\/plain/);
        assert.match(String(body), /^POST logs here.*\n$/);
      }
    });
  }

  it('answers an unexpected failure as a problem and reports it, without its message', async () => {
    const reported: unknown[] = [];
    const failure = new Error('secret-canary');
    const handle = router({
      routes: [
        {
          path: '/ingest',
          method: 'POST',
          name: 'ingest',
          handler: () => Promise.reject(failure),
        },
      ],
      onUnexpected: (error) => reported.push(error),
    });
    const { status, body } = await handle(request('POST', '/ingest'));
    assert.equal(status, 500);
    assert.deepEqual(reported, [failure]);
    assert.ok(!JSON.stringify(body).includes('secret-canary'));
  });
});
