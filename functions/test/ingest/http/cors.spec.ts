import assert from 'node:assert/strict';

import { createCors } from '../../../src/ingest/http/cors.js';
import { json } from '../../../src/ingest/http/http.js';
import { request } from '../../support/request.js';

const ORIGIN = 'https://app.example.com';
const METHODS = ['POST', 'OPTIONS'];
const preflight = (origin: string) =>
  request('OPTIONS', '/ingest', { origin, 'access-control-request-method': 'POST' });
const call = (origin: string) => request('POST', '/ingest', { origin });
const crossOrigin = (headers: Readonly<Record<string, string>>) =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

describe('createCors', () => {
  it('refuses a page unless its origin is configured', () => {
    const cors = createCors([]);
    const { status, headers } = cors.preflight(preflight(ORIGIN), METHODS);
    assert.equal(status, 204);
    assert.deepEqual(headers, { allow: 'POST, OPTIONS' });
    assert.deepEqual(cors.allow(call(ORIGIN), json(202, {})), json(202, {}));
  });

  it('lets a page of a known origin send, with the headers that a client may need', () => {
    const cors = createCors([ORIGIN]);
    const sent = preflight(ORIGIN);
    const { headers } = cors.allow(sent, cors.preflight(sent, METHODS));
    assert.equal(headers['access-control-allow-origin'], ORIGIN);
    assert.equal(headers['access-control-allow-methods'], 'POST, OPTIONS');
    assert.match(headers['access-control-allow-headers'] ?? '', /Authorization.*Content-Type/);
    assert.equal(headers['vary'], 'Origin');
  });

  it('lets it read the answer, its Retry-After and its quota, on errors too', () => {
    const { headers } = createCors([ORIGIN]).allow(call(ORIGIN), json(429, {}));
    assert.equal(headers['access-control-allow-origin'], ORIGIN);
    assert.match(headers['access-control-expose-headers'] ?? '', /Retry-After, X-Request-Id/);
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
  });

  for (const origin of [
    'https://example.com',
    `${ORIGIN}.evil.com`,
    'null',
    'http://app.example.com',
  ]) {
    it(`tells a page of ${origin} only that the answer depends on its origin`, () => {
      const cors = createCors([ORIGIN]);
      const sent = preflight(origin);
      const { headers } = cors.allow(sent, cors.preflight(sent, METHODS));
      assert.deepEqual(crossOrigin(headers), []);
      assert.equal(headers['vary'], 'Origin');
      assert.deepEqual(crossOrigin(cors.allow(call(origin), json(202, {})).headers), []);
    });
  }

  it('treats OPTIONS that is not a preflight as a question about methods', () => {
    const { headers } = createCors([ORIGIN]).preflight(
      request('OPTIONS', '/ingest', { origin: ORIGIN }),
      METHODS,
    );
    assert.deepEqual(headers, { allow: 'POST, OPTIONS' });
  });

  it('accepts every page if * is configured', () => {
    const { headers } = createCors(['*']).allow(call('https://any.example'), json(202, {}));
    assert.equal(headers['access-control-allow-origin'], 'https://any.example');
  });
});
