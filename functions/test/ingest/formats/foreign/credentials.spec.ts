import assert from 'node:assert/strict';

import { createApiKey } from '../../../../src/contract/api-key.js';
import { Problem } from '../../../../src/ingest/http/problem.js';
import { authenticateByKey } from '../../../../src/ingest/admission/authenticate.js';
import { post } from '../../../support/foreign.js';

const KEY = createApiKey();
const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

/** Which ways to send a key are accepted at each path. */
const WAYS: Record<string, Record<string, string>> = {
  '/loki/api/v1/push': { authorization: basic(`user:${KEY}`) },
  '/_bulk': { authorization: `ApiKey ${KEY}` },
  '/logs/_bulk': { authorization: `ApiKey ${Buffer.from(`id:${KEY}`).toString('base64')}` },
  '/services/collector': { authorization: `Splunk ${KEY}` },
  '/services/collector/raw': { authorization: basic(`x:${KEY}`) },
  '/api/v2/logs': { 'dd-api-key': KEY },
  '/api/events/raw': { 'x-seq-apikey': KEY },
  '/gelf': { authorization: basic(`${KEY}:`) },
  '/ingest': { authorization: basic(`user:${KEY}`) },
};

describe('a credential', () => {
  const authenticate = authenticateByKey(() =>
    Promise.resolve({ tenant_id: 'acme', label: '', revoked: false }),
  );
  const isLetIn = async (path: string, headers: Record<string, string>) => {
    let tenant: string | undefined;
    const admit = (tenantId: string) => {
      tenant = tenantId;
      return Promise.reject(new Problem('unavailable', 'It was let in.'));
    };
    await post(path, '{}', headers, { authenticate, admit });
    return tenant === 'acme';
  };

  for (const [path, headers] of Object.entries(WAYS)) {
    it(`in the form of ${path} is accepted there, and so are the gateway’s own`, async () => {
      assert.ok(await isLetIn(path, headers));
      assert.ok(await isLetIn(path, { authorization: `Bearer ${KEY}` }));
      assert.ok(await isLetIn(path, { 'x-api-key': KEY }));
    });

    it(`in a query is not accepted at ${path}`, async () => {
      for (const name of ['dd-api-key', 'apiKey', 'token', 'key', 'access_token']) {
        assert.equal(await isLetIn(`${path}?${name}=${KEY}`, {}), false);
      }
    });
  }
});
