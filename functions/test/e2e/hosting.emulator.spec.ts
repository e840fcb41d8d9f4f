import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { INTAKE } from '../../src/ingest/routes.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { ENCODINGS, otelRecord, otlpBody } from '../support/otlp.js';

const page = requiredEnv('PAGE_URL');

describe('the gateway and the page behind Hosting', () => {
  const firestore = emulatedFirestore();
  after(() => firestore.terminate());

  const stored = (tenant: string) =>
    eventually(`the log of ${tenant}`, async () => {
      const { docs } = await firestore.collection(`tenants/${tenant}/processed_logs`).get();
      return docs[0];
    });

  for (const path of ['/ingest', '/ingest/', '/ingest/ingest']) {
    it(`accepts a compressed log at ${path}, and reports its status`, async () => {
      const tenant = newTenant();
      const response = await fetch(page + path, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-encoding': 'gzip',
          'x-tenant-id': tenant,
          'idempotency-key': 'l1',
        },
        body: gzipSync('{"text":"User 555-0199 left"}'),
      });
      assert.equal(response.status, 202, await response.text());
      assert.equal((await stored(tenant)).get('modified_data'), 'User [REDACTED] left');

      const status = await fetch(`${page}/v1/logs/l1`, { headers: { 'x-tenant-id': tenant } });
      assert.equal(((await status.json()) as { status: string }).status, 'processed');
      assert.equal(status.headers.get('cache-control'), 'no-store');
    });
  }

  for (const encoding of ENCODINGS) {
    it(`accepts OTLP in ${encoding} at /v1/logs`, async () => {
      const tenant = newTenant();
      const headers = { 'content-type': encoding, 'x-tenant-id': tenant };
      const body = otlpBody(encoding, [otelRecord()]);
      const response = await fetch(`${page}/v1/logs`, { method: 'POST', headers, body });
      assert.equal(response.status, 200);
      assert.equal((await stored(tenant)).get('source'), 'otlp_upload');
    });
  }

  const paths = new Set(INTAKE.map(({ path }) => path.replace('{index}', 'logs')));
  for (const path of paths) {
    // The page is at the root.
    if (path === '/') continue;
    it(`has the gateway at ${path}, which accepts logs`, async () => {
      for (const address of [`${page}${path}`, `${page}/ingest${path}`]) {
        const response = await fetch(address, { method: 'POST' });
        assert.match(response.headers.get('x-request-id') ?? '', /^req_/);
        assert.notEqual(response.status, 404);
      }
    });
  }

  for (const path of ['/health', '/ingest/health', '/openapi.json']) {
    it(`has the gateway at ${path}`, async () => {
      const response = await fetch(page + path);
      assert.equal(response.status, 200);
      assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    });
  }

  for (const path of ['/ingest/nothing', '/v1/metrics', '/v1/logs/a/b']) {
    it(`answers 404 as the gateway at ${path}`, async () => {
      const response = await fetch(page + path);
      assert.equal(response.status, 404);
      assert.equal(response.headers.get('content-type'), 'application/problem+json');
    });
  }

  for (const path of ['/api/logs', '/some-path', '/v2/logs']) {
    it(`answers a POST to ${path} with the gateway's 404, never with the page`, async () => {
      const response = await fetch(page + path, { method: 'POST', body: '{"text":"x"}' });
      assert.equal(response.status, 404);
      assert.equal(response.headers.get('content-type'), 'application/problem+json');
    });
  }

  it('serves the page at its address, never from a stale cache', async () => {
    const html = await (await fetch(`${page}/`)).text();
    assert.match(html, /^<!doctype html>/);
    for (const path of ['/', '/index.html']) {
      const response = await fetch(page + path);
      assert.equal(response.headers.get('cache-control'), 'no-cache');
      assert.equal(await response.text(), html);
    }
    const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    assert.ok(scripts.length > 0);
    for (const path of scripts) {
      const response = await fetch(page + path);
      assert.equal(response.status, 200);
      assert.equal(
        response.headers.get('cache-control'),
        'public, max-age=31536000, immutable',
        path,
      );
    }
    // Not the page: a cache would keep it in place of a script.
    assert.equal((await fetch(`${page}/assets/gone.js`)).status, 404);
  });

  it('sends the security headers with every answer', async () => {
    for (const path of ['/', '/health']) {
      const { headers } = await fetch(page + path);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /^default-src 'none'; script-src 'self'/);
      assert.match(policy, /frame-ancestors 'none'/);
      // The local stack’s policy allows its emulators, which the deployed one does not name.
      const firestoreHost = requiredEnv('FIRESTORE_EMULATOR_HOST');
      assert.ok(policy.includes(`http://${firestoreHost}`));
      assert.ok(headers.get('emulators')?.includes(`firestore=${firestoreHost}`));
      for (const [name, value] of [
        ['strict-transport-security', 'max-age=31536000'],
        ['x-content-type-options', 'nosniff'],
        ['x-frame-options', 'DENY'],
        ['referrer-policy', 'no-referrer'],
        ['cross-origin-opener-policy', 'same-origin-allow-popups'],
      ] as const) {
        assert.equal(headers.get(name), value);
      }
    }
  });
});
