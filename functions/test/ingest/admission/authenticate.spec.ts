import assert from 'node:assert/strict';

import { apiKeySchema } from '../../../src/contract/tenant.js';
import { authenticateByKey } from '../../../src/ingest/admission/authenticate.js';
import { Problem } from '../../../src/ingest/http/problem.js';
import { createApiKey, hashApiKey } from '../../../src/contract/api-key.js';
import { UnknownKeyLimitError } from '../../../src/tenants/key-directory.js';
import { textRequest } from '../../support/request.js';

const [live, revoked, unknown] = [createApiKey(), createApiKey(), createApiKey()];
const KEYS = new Map([
  [hashApiKey(live), apiKeySchema.parse({ tenant_id: 'acme' })],
  [hashApiKey(revoked), apiKeySchema.parse({ tenant_id: 'acme', revoked: true })],
]);

describe('authenticateByKey', () => {
  let lookups = 0;
  const authenticate = authenticateByKey((hash) => {
    lookups += 1;
    return Promise.resolve(KEYS.get(hash));
  });
  const problemFor = async (headers: Record<string, string>): Promise<Problem> => {
    const failure: unknown = await authenticate(textRequest('x', headers)).catch(
      (error: unknown) => error,
    );
    assert.ok(failure instanceof Problem);
    return failure;
  };

  for (const [name, headers] of [
    ['Authorization', { authorization: `Bearer ${live}` }],
    ['Authorization in another case', { authorization: `bearer   ${live} ` }],
    ['X-API-Key', { 'x-api-key': live }],
    ['both, with the same key', { authorization: `Bearer ${live}`, 'x-api-key': live }],
  ] as const) {
    it(`finds the key's tenant by ${name}`, async () => {
      assert.deepEqual(await authenticate(textRequest('x', headers)), { tenantId: 'acme' });
    });
  }

  it('asks for a key if there is none', async () => {
    const { code, message, headers } = await problemFor({});
    assert.equal(code, 'unauthorized');
    assert.match(message, /Authorization: Bearer KEY/);
    assert.equal(headers['www-authenticate'], 'Bearer realm="ingest"');
  });

  it('gives the same answer to an unknown, a revoked and a malformed key', async () => {
    const shown = [unknown, revoked, 'nonsense', '', `${live}x`, 'é'.repeat(5_000)];
    const answers = await Promise.all(shown.map((key) => problemFor({ 'x-api-key': key })));
    for (const { code, message, headers } of answers) {
      assert.equal(code, 'unauthorized');
      assert.equal(message, 'The API key is not valid.');
      assert.match(headers['www-authenticate'] ?? '', /error="invalid_token"/);
    }
  });

  for (const [name, headers] of [
    ['a wrong checksum', { 'x-api-key': `${live.slice(0, -1)}${live.endsWith('0') ? 1 : 0}` }],
    ['10 KB', { authorization: `Bearer ${'x'.repeat(10_000)}` }],
    ['a header sent twice', { 'x-api-key': `${live}, ${live}` }],
    ['Basic', { authorization: 'Basic YWxhZGRpbjpvcGVuc2VzYW1l' }],
    ['two keys', { authorization: `Bearer ${live}`, 'x-api-key': unknown }],
    ['a key without Bearer', { authorization: live }],
  ] as const) {
    it(`refuses ${name} without looking it up`, async () => {
      lookups = 0;
      assert.equal((await problemFor(headers)).code, 'unauthorized');
      assert.equal(lookups, 0);
    });
  }

  for (const [code, failure, retryAfter] of [
    ['too_many_requests', new UnknownKeyLimitError(), '10'],
    ['unavailable', new Error('Firestore is down'), '5'],
  ] as const) {
    it(`answers ${code} where a key cannot be looked up`, async () => {
      const failing = authenticateByKey(() => Promise.reject(failure));
      await assert.rejects(failing(textRequest('x', { 'x-api-key': live })), (problem: Problem) => {
        assert.equal(problem.code, code);
        assert.equal(problem.headers['retry-after'], retryAfter);
        return true;
      });
    });
  }
});
