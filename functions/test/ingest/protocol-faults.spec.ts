import assert from 'node:assert/strict';

import { createApiKey } from '../../src/contract/api-key.js';
import { authenticateByKey } from '../../src/ingest/admission/authenticate.js';
import type { IngestResponse } from '../../src/ingest/http/http.js';
import { intake } from '../support/intake.js';
import { request } from '../support/request.js';

type Headers = Record<string, string>;

const json = { 'content-type': 'application/json' };
const key = createApiKey();

/** How each protocol reports errors, where the message is, and how its clients send a key. */
const PROTOCOLS: {
  name: string;
  path: string;
  headers: Headers;
  shown: (key: string) => Headers;
  said: (body: unknown) => unknown;
  /** Paths of the protocol that do not exist here. */
  unknown: string[];
}[] = [
  {
    name: 'ours',
    path: '/ingest',
    headers: json,
    shown: (shown) => ({ authorization: `Bearer ${shown}` }),
    said: (body) => (body as { detail?: unknown }).detail,
    unknown: ['/nothing'],
  },
  {
    name: 'OTLP',
    path: '/v1/logs',
    headers: json,
    shown: (shown) => ({ authorization: `Bearer ${shown}` }),
    said: (body) => (body as { message?: unknown }).message,
    unknown: ['/v1/traces', '/v1/metrics', '/v1development/profiles', '/otlp/v1/logs'],
  },
  {
    name: 'Loki',
    path: '/loki/api/v1/push',
    headers: json,
    shown: (shown) => ({ authorization: `Basic ${Buffer.from(`a:${shown}`).toString('base64')}` }),
    said: (body) => (Buffer.isBuffer(body) ? body.toString() : undefined),
    unknown: ['/loki/api/v1/query', '/api/prom/push'],
  },
  {
    name: 'Elasticsearch',
    path: '/_bulk',
    headers: { 'content-type': 'application/x-ndjson' },
    shown: (shown) => ({ authorization: `ApiKey ${shown}` }),
    said: (body) => (body as { error?: { reason?: unknown } }).error?.reason,
    unknown: ['/_index_template/logs', '/logs/_search', '/_ilm/policy/x'],
  },
  {
    name: 'Splunk',
    path: '/services/collector/event',
    headers: json,
    shown: (shown) => ({ authorization: `Splunk ${shown}` }),
    said: (body) => (body as { text?: unknown }).text,
    unknown: ['/services/collector/ack', '/services/collector/mint'],
  },
  {
    name: 'Datadog',
    path: '/api/v2/logs',
    headers: json,
    shown: (shown) => ({ 'dd-api-key': shown }),
    said: (body) => (body as { errors?: { detail?: unknown }[] }).errors?.[0]?.detail,
    unknown: ['/api/v2/series', '/api/v1/check_run'],
  },
  {
    name: 'Seq',
    path: '/api/events/raw',
    headers: json,
    shown: (shown) => ({ 'x-seq-apikey': shown }),
    said: (body) => (body as { Error?: unknown }).Error,
    unknown: ['/api/events'],
  },
];

async function ask(method: string, path: string, headers: Headers = {}, body = '{}') {
  const { handle, published, unexpected } = intake({
    authenticate: authenticateByKey(() => Promise.resolve(undefined)),
  });
  const answer: IngestResponse = await handle(request(method, path, headers, body));
  assert.deepEqual([published, unexpected], [[], []]);
  return answer;
}

const isSentence = (said: unknown) => typeof said === 'string' && /^[A-Z].{4,}/s.test(said);

for (const { name, path, headers, shown, said, unknown } of PROTOCOLS) {
  describe(`what a client of ${name} is told`, () => {
    for (const [what, more] of [
      ['without a key', {}],
      ['with a malformed key', shown('wrong')],
      ['with an unknown key', shown(key)],
    ] as const) {
      it(what, async () => {
        const { status, body } = await ask('POST', path, { ...headers, ...more });
        assert.ok(status === 401 || status === 403, String(status));
        assert.ok(isSentence(said(body)), JSON.stringify(body));
        assert.ok(!JSON.stringify(body).includes(key));
      });
    }

    it('for another method', async () => {
      const { status, body, headers: told } = await ask('DELETE', path, headers);
      assert.equal(status, 405);
      assert.ok(isSentence(said(body)), JSON.stringify(body));
      assert.match(told['allow'] ?? '', /POST/);
    });

    for (const method of ['GET', 'HEAD']) {
      it(`by ${method}: how to send, in one line`, async () => {
        const { status, body } = await ask(method, path);
        assert.equal(status, 200);
        assert.match(String(body), /^POST logs here[^\n]+\n$/);
      });
    }

    for (const [wrong, sentence] of [
      [`/${path}`, /two slashes.*so that logs go to/],
      [`${path}${path}`, /is doubled/],
      [`/a/prefix${path}`, /configure the endpoint without \/a\/prefix/],
    ] as const) {
      // The gateway's own path is the function's name: Hosting allows it twice.
      if (path === '/ingest') continue;
      it(`at ${wrong}: what to change`, async () => {
        const { status, body } = await ask('POST', wrong, headers);
        assert.equal(status, 404);
        assert.match(String(said(body)), sentence);
      });
    }

    for (const one of unknown) {
      it(`at ${one}, where nothing is`, async () => {
        for (const method of ['GET', 'POST']) {
          const { status, body } = await ask(method, one, headers);
          assert.equal(status, 404);
          assert.ok(isSentence(said(body)), JSON.stringify(body));
        }
      });
    }
  });
}
