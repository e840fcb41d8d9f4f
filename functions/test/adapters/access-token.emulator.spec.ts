import assert from 'node:assert/strict';
import { createServer } from 'node:http';

import { connect } from '../../src/adapters/google-rest/connection.js';
import { rememberToken } from '../../src/adapters/google-rest/access-token.js';
import { createApiKey } from '../../src/contract/api-key.js';
import { listen } from '../../../harness/stack/listen.js';
import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { requiredEnv } from '../../../harness/support/env.js';

const MINUTE_MS = 60_000;

describe('the access token of a function', () => {
  it('is read once for concurrent callers, and again before it expires', async () => {
    let reads = 0;
    let time = 0;
    const token = rememberToken(
      () => Promise.resolve({ value: `token-${(reads += 1)}`, expiresAt: time + 60 * MINUTE_MS }),
      () => time,
    );
    assert.deepEqual(await Promise.all([token(), token()]), ['token-1', 'token-1']);
    time = 55 * MINUTE_MS;
    assert.equal(await token(), 'token-1');
    time = 57 * MINUTE_MS;
    assert.equal(await token(), 'token-2');
    assert.equal(reads, 2);
  });

  it('is fetched again after a failure', async () => {
    let reads = 0;
    const token = rememberToken(() =>
      (reads += 1) === 1
        ? Promise.reject(new Error('down'))
        : Promise.resolve({ value: 'token', expiresAt: Date.now() + 60 * MINUTE_MS }),
    );
    await assert.rejects(token());
    assert.equal(await token(), 'token');
  });

  it('is dropped when a service refuses it, once for all refused callers', async () => {
    let reads = 0;
    const asked: unknown[] = [];
    const service = createServer((request, response) => {
      const { authorization } = request.headers;
      asked.push(authorization);
      request.resume();
      if (authorization === 'Bearer token-1') response.writeHead(401).end('<html>');
      else response.end('{}');
    });
    const connection = connect({
      service: 'pubsub.googleapis.com',
      emulatorHost: `127.0.0.1:${await listen(service)}`,
      accessToken: rememberToken(() =>
        Promise.resolve({
          value: `token-${(reads += 1)}`,
          expiresAt: Date.now() + 60 * MINUTE_MS,
        }),
      ),
    });
    const call = () => connection.call({ method: 'GET', path: '/v1/x' }, 5_000);
    assert.deepEqual(await Promise.all([call(), call(), call()]), [{}, {}, {}]);
    assert.equal(reads, 2);
    assert.equal(asked.length, 6);
    service.closeAllConnections();
    service.close();
  });

  it('is not fetched over and over for a service that accepts none', async () => {
    let reads = 0;
    const service = createServer((request, response) => {
      request.resume();
      response.writeHead(401).end('{"error":{"status":"UNAUTHENTICATED"}}');
    });
    const connection = connect({
      service: 'pubsub.googleapis.com',
      emulatorHost: `127.0.0.1:${await listen(service)}`,
      accessToken: rememberToken(() => {
        reads += 1;
        return Promise.resolve({ value: 'token', expiresAt: Date.now() + 60 * MINUTE_MS });
      }),
    });
    await assert.rejects(connection.call({ method: 'GET', path: '/v1/x' }, 5_000), { code: 16 });
    assert.equal(reads, 2);
    service.closeAllConnections();
    service.close();
  });

  describe('on Cloud Run', () => {
    const asked: { url: string | undefined; flavor: unknown }[] = [];
    const metadata = createServer((request, response) => {
      asked.push({ url: request.url, flavor: request.headers['metadata-flavor'] });
      response.writeHead(500).end('the metadata server is not well');
    });
    let server: FunctionServer;

    before(async () => {
      server = await serveFunction('ingest', {
        GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'),
        GCE_METADATA_HOST: `127.0.0.1:${await listen(metadata)}`,
        // No emulator: requests must still not leave this machine.
        INGEST_AUTH: 'api_key',
        FIRESTORE_EMULATOR_HOST: '',
        PUBSUB_EMULATOR_HOST: '',
      });
    });

    after(async () => {
      await server?.stop();
      metadata.close();
    });

    it('comes from the metadata server; without one a request is answered 503', async () => {
      const response = await fetch(server.url, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', authorization: `Bearer ${createApiKey()}` },
        body: 'a log',
      });
      assert.equal(response.status, 503);
      assert.deepEqual(asked[0], {
        url: '/computeMetadata/v1/instance/service-accounts/default/token',
        flavor: 'Google',
      });
    });
  });
});
