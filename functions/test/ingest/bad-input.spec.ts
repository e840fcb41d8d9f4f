import assert from 'node:assert/strict';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import type { IngestRequest } from '../../src/ingest/http/http.js';
import { intake } from '../support/intake.js';
import { jsonRequest, request, textRequest } from '../support/request.js';

/** Marks log text, to find it where it must not be. */
const SECRET = 'secret-canary';

const tenant = (tenant_id: unknown) => jsonRequest({ tenant_id, text: SECRET });
const logId = (log_id: unknown) => jsonRequest({ tenant_id: 'acme', log_id, text: SECRET });
const text = (value: unknown) => jsonRequest({ tenant_id: 'acme', text: value });
const attributes = (value: unknown) =>
  jsonRequest({ tenant_id: 'acme', text: SECRET, attributes: value });
const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });

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
  ['invalid UTF-8 as text', textRequest(Buffer.from([0x61, 0xff, 0x62])), 400],
  [
    'invalid UTF-8 as JSON',
    request('POST', '/', { 'content-type': 'application/json' }, Buffer.from([0x22, 0xc3, 0x22])),
    400,
  ],
  ['a surrogate in UTF-8', textRequest(Buffer.from([0xed, 0xa0, 0x80])), 400],
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
  ['text a number', text(5), 400, '/text'],
  ['text an object', text({ a: SECRET }), 400, '/text'],
  [
    'text with a lone surrogate',
    jsonRequest('{"tenant_id":"acme","text":"a\\ud83d"}'),
    400,
    '/text',
  ],
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
  ['log_id with a slash', logId('a/b'), 400, '/log_id'],
  ['log_id .', logId('.'), 400, '/log_id'],
  ['log_id ..', logId('..'), 400, '/log_id'],
  ['log_id __x__', logId('__x__'), 400, '/log_id'],
  ['log_id empty', logId(''), 400, '/log_id'],
  ['log_id of 129 characters', logId('x'.repeat(129)), 400, '/log_id'],
  ['log_id with an emoji', logId('🧯'), 400, '/log_id'],
  ['log_id a number', logId(1), 400, '/log_id'],
  [
    'a log_id in the body that is not the header’s',
    jsonRequest({ tenant_id: 'acme', log_id: 'a', text: SECRET }, { 'x-log-id': 'b' }),
    400,
    '/log_id',
  ],
  [
    'X-Log-ID ../x',
    textRequest(SECRET, { 'x-tenant-id': 'acme', 'x-log-id': '../x' }),
    400,
    '/log_id',
  ],
  [
    'a timestamp that is none',
    jsonRequest({ tenant_id: 'acme', text: SECRET, timestamp: 'yesterday' }),
    400,
    '/timestamp',
  ],
  [
    'a timestamp without an offset',
    jsonRequest({ tenant_id: 'acme', text: SECRET, timestamp: '2024-01-15T10:30:00' }),
    400,
    '/timestamp',
  ],
  [
    'a timestamp that an offset moves before year 1',
    jsonRequest({ tenant_id: 'acme', text: SECRET, timestamp: '0001-01-01T00:00:00+01:00' }),
    400,
    '/timestamp',
  ],
  [
    'a number that is no time',
    jsonRequest({ tenant_id: 'acme', text: SECRET, timestamp: 5 }),
    400,
    '/timestamp',
  ],
  ['attributes a string', attributes(SECRET), 400, '/attributes'],
  ['attributes an array', attributes([1]), 400, '/attributes'],
  ['an array in an array', attributes({ a: [[1]] }), 400, '/attributes/a/0'],
  ['attributes 11 deep', attributes(nested(11)), 400],
  ['attributes 1,000 deep', attributes(nested(1000)), 400],
  [
    'attributes 100,000 deep',
    jsonRequest(
      `{"tenant_id":"acme","text":"x","a":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_001)}`,
    ),
    400,
  ],
  [
    'attributes 5,000 deep',
    jsonRequest(`{"tenant_id":"acme","text":"x","a":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_001)}`),
    400,
  ],
  ['an attribute without a name', attributes({ '': 1 }), 400, '/attributes/'],
  [
    'an attribute __proto__',
    jsonRequest('{"tenant_id":"acme","text":"x","attributes":{"__proto__":{"a":1}}}'),
    400,
    '/attributes/__proto__',
  ],
  [
    'a field __proto__',
    jsonRequest('{"tenant_id":"acme","text":"x","__proto__":{"a":1}}'),
    400,
    '/attributes/__proto__',
  ],
  ['an attribute with a long name', attributes({ ['n'.repeat(257)]: 1 }), 400],
  [
    'an object with one key twice',
    jsonRequest('{"tenant_id":"acme","text":"secret-canary","text":"x"}'),
    400,
  ],
  [
    'an attribute given twice',
    jsonRequest('{"tenant_id":"acme","text":"x","a":[{"b":1,"c":":","b":2}]}'),
    400,
  ],
  [
    'a number beyond every double',
    jsonRequest('{"tenant_id":"acme","text":"x","id":1e400}'),
    400,
    '/attributes/id',
  ],
  [
    'a lone surrogate in an attribute',
    jsonRequest('{"tenant_id":"acme","text":"x","a~/b":"\\udc00"}'),
    400,
    '/attributes/a~0~1b',
  ],
  [
    '513 attributes',
    attributes(Object.fromEntries(Array.from({ length: 513 }, (_, i) => [`k${i}`, 1]))),
    400,
    '/attributes',
  ],
  ['33 KiB of attributes', attributes({ a: 'x'.repeat(33 * 1024) }), 400, '/attributes'],
  [
    'a field given twice',
    jsonRequest({ tenant_id: 'acme', text: SECRET, pid: 1, attributes: { pid: 2 } }),
    400,
    '/pid',
  ],
  ['a text of one byte too many', textRequest('x'.repeat(400 * 1024 + 1)), 413, '/text'],
  ['a text of 2 MiB as JSON', text('x'.repeat(2 * 1024 * 1024)), 413, '/text'],
  ['a body of 33 MiB', textRequest('x'.repeat(33 * 1024 * 1024)), 413],
  ['no media type', request('POST', '/ingest', {}, SECRET), 415],
  [
    'a form, which is curl’s default',
    request('POST', '/ingest', { 'content-type': 'application/x-www-form-urlencoded' }, SECRET),
    415,
  ],
  ['a media type that is none', request('POST', '/ingest', { 'content-type': ';;' }, SECRET), 415],
  ['XML', request('POST', '/ingest', { 'content-type': 'application/xml' }, SECRET), 415],
  [
    'another charset',
    textRequest(SECRET, { 'content-type': 'text/plain; charset=iso-8859-1' }),
    415,
  ],
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
  ['a coding nobody knows', textRequest(SECRET, { 'content-encoding': 'zstd' }), 415],
  ['an array that does not end', jsonRequest('[{"tenant_id":"acme","text":"x"}'), 400],
  ['an array with something behind it', jsonRequest('[{"tenant_id":"acme","text":"x"}] x'), 400],
  ['an array with an empty place', jsonRequest('[{"tenant_id":"acme","text":"x"},]'), 400],
  ['an empty array', jsonRequest('[]'), 400],
  ['an array of arrays', jsonRequest('[[{"tenant_id":"acme","text":"x"}]]'), 400, '/0'],
  ['an array of null', jsonRequest('[null]'), 400, '/0'],
  ['an array whose one log has no text', jsonRequest('[{"tenant_id":"acme"}]'), 400, '/0/text'],
  [
    'an array of one log a text too long',
    jsonRequest([{ tenant_id: 'acme', text: 'x'.repeat(400 * 1024 + 1) }]),
    400,
    '/0/text',
  ],
  ['a batch of 100,001 logs', jsonRequest(`[${'{},'.repeat(100_000)}{}]`), 413],
  ['NDJSON of blank lines', lines('\n \r\n\n'), 400],
  ['a line that is cut off', lines('{"tenant_id":"acme","text":"secret-can'), 400, '/0'],
  ['a line of null', lines('null'), 400, '/0'],
  [
    'a wrong Idempotency-Key of a batch',
    jsonRequest([{ tenant_id: 'acme', text: SECRET }], { 'idempotency-key': '../x' }),
    400,
    '/log_id',
  ],
  [
    'a wrong X-Tenant-ID of a batch',
    jsonRequest([{ text: SECRET }], { 'x-tenant-id': 'a/b' }),
    400,
    '/tenant_id',
  ],
  ['a log of 4 MiB of spaces', jsonRequest(`{"text":"x"${' '.repeat(4 * 1024 * 1024)}}`), 413],
  ['PUT', request('PUT', '/ingest', {}, SECRET), 405],
  ['GET', request('GET', '/ingest'), 405],
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
    const { body } = await handle(jsonRequest({ tenant_id: 'a/b', log_id: '..', text: '' }));
    const { errors } = body as { errors: { pointer: string }[] };
    assert.deepEqual(errors.map(({ pointer }) => pointer).toSorted(), [
      '/log_id',
      '/tenant_id',
      '/text',
    ]);
  });
});
