import assert from 'node:assert/strict';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import type { IngestRequest } from '../../src/ingest/http/http.js';
import { intake } from '../support/intake.js';
import { jsonRequest, request, textRequest } from '../support/request.js';

/** Marks log text, to find it where it must not appear. */
const SECRET = 'secret-canary';

const tenant = (tenant_id: unknown) => jsonRequest({ tenant_id, text: SECRET });
const text = (value: unknown) => jsonRequest({ tenant_id: 'acme', text: value });
const lines = (body: string) =>
  request('POST', '/ingest', { 'content-type': 'application/x-ndjson' }, body);
const gzipped = (body: string | Buffer): IngestRequest => {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  return request('POST', '/ingest', headers, gzipSync(body));
};

type Row = [name: string, request: IngestRequest, status: number, pointer?: string];

const ROWS: Row[] = [
  ['no body', jsonRequest(''), 400],
  ['no text body', textRequest(''), 400],
  ['a body of white space as text', textRequest(' \n\t\u00a0'), 400, '/text'],
  [
    'invalid UTF-8 as JSON',
    request('POST', '/', { 'content-type': 'application/json' }, Buffer.from([0x22, 0xc3, 0x22])),
    400,
  ],
  ['malformed JSON', jsonRequest(`{"text": ${SECRET}}`), 400],
  ['truncated JSON', jsonRequest('{"tenant_id":"acme","text":"secret-can'), 400],
  ['JSON null', jsonRequest('null'), 400],
  ['a JSON string', jsonRequest(`"${SECRET}"`), 400],
  ['a JSON number', jsonRequest('5'), 400],
  ['an empty object', jsonRequest({}), 400, '/text'],
  ['JSON without text', jsonRequest({ tenant_id: 'acme' }), 400, '/text'],
  ['text null', text(null), 400, '/text'],
  ['text empty', text(''), 400, '/text'],
  ['text of white space', text('  \u2028 '), 400, '/text'],
  ['no tenant in the body', jsonRequest({ text: SECRET }), 400, '/tenant_id'],
  ['no tenant in the header', textRequest(SECRET, {}), 400, '/tenant_id'],
  ['an empty tenant in the header', textRequest(SECRET, { 'x-tenant-id': '' }), 400, '/tenant_id'],
  [
    'two tenants in the header',
    textRequest(SECRET, { 'x-tenant-id': 'acme, beta' }),
    400,
    '/tenant_id',
  ],
  ['tenant ../x', tenant('../x'), 400, '/tenant_id'],
  ['tenant a/b', tenant('a/b'), 400, '/tenant_id'],
  ['tenant __x__', tenant('__x__'), 400, '/tenant_id'],
  ['tenant of 300 characters', tenant('a'.repeat(300)), 400, '/tenant_id'],
  ['tenant of 65 characters', tenant('a'.repeat(65)), 400, '/tenant_id'],
  ['tenant with a trailing newline', tenant('acme\n'), 400, '/tenant_id'],
  ['tenant empty', tenant(''), 400, '/tenant_id'],
  ['tenant a number', tenant(7), 400, '/tenant_id'],
  ['tenant an array', tenant(['acme']), 400, '/tenant_id'],
  ['tenant with a Kelvin sign', tenant('\u212Aacme'), 400, '/tenant_id'],
  [
    'a tenant in the body that is not the header’s',
    jsonRequest({ tenant_id: 'acme', text: SECRET }, { 'x-tenant-id': 'beta' }),
    400,
    '/tenant_id',
  ],
  ['a body of 33 MiB', textRequest('x'.repeat(33 * 1024 * 1024)), 413],
  ...(['gzip', 'deflate', 'br'] as const).map((coding): Row => [
    `a body that only claims to be ${coding}`,
    textRequest(SECRET, { 'content-encoding': coding }),
    400,
  ]),
  [
    'gzip that is cut off',
    textRequest(gzipSync(SECRET).subarray(0, -9), { 'content-encoding': 'gzip' }),
    400,
  ],
  [
    'gzip with another text behind it',
    textRequest(Buffer.concat([gzipSync(SECRET), Buffer.from(SECRET)]), {
      'content-encoding': 'gzip',
    }),
    400,
  ],
  [
    'brotli with zeros behind it',
    textRequest(Buffer.concat([brotliCompressSync(SECRET), Buffer.alloc(3)]), {
      'content-encoding': 'br',
    }),
    400,
  ],
  ['gzip of nothing', gzipped(''), 400],
  ['a compressed bomb', gzipped(Buffer.alloc(100_000_000)), 413],
  ['two codings', textRequest(SECRET, { 'content-encoding': 'gzip, br' }), 415],
  ['a coding nobody knows', textRequest(SECRET, { 'content-encoding': 'compress' }), 415],
  ['an array that does not end', jsonRequest('[{"tenant_id":"acme","text":"x"}'), 400],
  ['an empty array', jsonRequest('[]'), 400],
  ['an array of null', jsonRequest('[null]'), 400, '/0'],
  ['an array whose one log has no text', jsonRequest('[{"tenant_id":"acme"}]'), 400, '/0/text'],
  ['a batch of 100,001 logs', jsonRequest(`[${'{},'.repeat(100_000)}{}]`), 413],
  ['NDJSON of blank lines', lines('\n \r\n\n'), 400],
  ['a line of null', lines('null'), 400, '/0'],
  [
    'a wrong X-Tenant-ID of a batch',
    jsonRequest([{ text: SECRET }], { 'x-tenant-id': 'a/b' }),
    400,
    '/tenant_id',
  ],
  ['an image', request('POST', '/ingest', { 'content-type': 'image/png' }, SECRET), 415],
  [
    'a form of parts',
    request('POST', '/ingest', { 'content-type': 'multipart/form-data' }, SECRET),
    415,
  ],
  [
    'one object with a comma at its end',
    jsonRequest('{"tenant_id":"acme","text":"secret-canary",}'),
    400,
  ],
  ['PUT', request('PUT', '/ingest', {}, SECRET), 405],
  ['DELETE', request('DELETE', '/'), 405],
  ['POST to health', request('POST', '/health'), 405],
  ['another path', request('POST', '/other', {}, SECRET), 404],
  ['a path below', request('POST', '/ingest/x', {}, SECRET), 404],
  ['a path named like a property', request('GET', '/constructor'), 404],
];

describe('bad input', () => {
  for (const [name, badRequest, status, pointer] of ROWS) {
    it(`answers ${status} to ${name} and publishes nothing`, async () => {
      const { handle, published, unexpected } = intake();
      const { status: answered, headers, body } = await handle(badRequest);
      assert.deepEqual(unexpected, []);
      assert.equal(answered, status, JSON.stringify(body));
      assert.deepEqual(published, []);
      assert.equal(headers['content-type'], 'application/problem+json');
      const problem = body as Record<string, unknown> & { errors?: { pointer: string }[] };
      assert.match(String(problem['type']), /^urn:problem:ingestion:[a-z-]+$/);
      assert.equal(problem['status'], status);
      for (const member of ['title', 'detail']) assert.ok(problem[member], member);
      if (pointer !== undefined) assert.equal(problem.errors?.[0]?.pointer, pointer);
      assert.ok(!JSON.stringify(body).includes('secret-can'), 'echoes log text');
      assert.ok(!/\bat .*:\d+:\d+/.test(JSON.stringify(body)), 'holds a stack');
      if (status === 405) assert.ok(headers['allow']);
    });
  }

  it('names every fault of a log at once', async () => {
    const { handle } = intake();
    const { body } = await handle(jsonRequest({ tenant_id: 'a/b', text: '' }));
    const { errors } = body as { errors: { pointer: string }[] };
    assert.deepEqual(errors.map(({ pointer }) => pointer).toSorted(), ['/tenant_id', '/text']);
  });
});
