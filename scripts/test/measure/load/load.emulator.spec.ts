import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTenantAdmin } from '../../../../functions/src/adapters/tenant-admin.js';
import { serveFunction } from '../../../../harness/stack/function-server.js';
import { requiredEnv } from '../../../../harness/support/env.js';
import { newTenant } from '../../../../harness/support/firestore.js';
import type { Report } from '../../../measure/load/report.js';
import { runScript, startScript } from '../../../../harness/support/run-script.js';

describe('npm run load', function () {
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  const json = join(folder, 'report.json');
  const html = join(folder, 'report.html');
  const env = { ...process.env, NODE_V8_COVERAGE: '' };

  const stops: (() => Promise<void>)[] = [];

  after(async () => {
    for (const stop of stops) await stop();
    rmSync(folder, { recursive: true });
  });

  it('starts a stack of its own, loads it and finds every log stored once', async () => {
    const args = ['--rpm', '600', '--duration', '3', '--mix', 'json,text', '--verify'];
    const files = ['--json', json, '--html', html];
    const { code, stdout, stderr } = await runScript('measure/load.ts', [...args, ...files], env);
    assert.equal(code, 0, stdout + stderr);
    const report = JSON.parse(readFileSync(json, 'utf8')) as Report;
    assert.deepEqual(report.statuses, { 202: 30 });
    assert.equal(report.verify?.stored, 30);
    assert.ok(report.verify?.ok);
    assert.ok(report.latency.p50 > 0);
    assert.ok(report.verify.processedAfterDue.p50 > 0);
    assert.match(stdout, /Every log answered 202 is stored exactly once/);
    assert.match(readFileSync(html, 'utf8'), new RegExp(report.run));
  });

  it('loads an address with two tenants’ keys, and reports what it has sent at Ctrl-C', async () => {
    const admin = createTenantAdmin();
    const keys: string[] = [];
    for (const tenant of [newTenant(), newTenant()]) {
      await admin.create(tenant, '');
      keys.push((await admin.createKey(tenant, 'load')).key);
    }
    // To the topic of the test run's own worker, slowly: the Functions emulator starts a process
    // for every message that finds none idle.
    const ingest = await serveFunction('ingest', { INGEST_AUTH: 'api_key' });
    stops.push(() => ingest.stop());
    const args = ['--url', ingest.url, '--rpm', '60', '--duration', '600'];
    args.push(...keys.flatMap((key) => ['--key', key]));
    const more = ['--verify', '--project', requiredEnv('GCLOUD_PROJECT'), '--json', json];
    const child = startScript('measure/load.ts', [...args, ...more], env);
    let stdout = '';
    let stderr = '';
    let interrupted = false;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      // Once: a second one would end it without a report.
      if (!interrupted && /202: (?:[2-9]|\d\d)/.test(stderr)) interrupted = child.kill('SIGINT');
    });
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 0, stdout + stderr);
    const report = JSON.parse(readFileSync(json, 'utf8')) as Report;
    assert.ok(report.interrupted);
    assert.equal(report.settings.tenants, 2);
    for (const key of keys) assert.ok(!(stdout + stderr + JSON.stringify(report)).includes(key));
    assert.ok(report.requests.due > 1 && report.requests.due < 300, `${report.requests.due}`);
    assert.equal(report.verify?.stored, report.requests.accepted);
    assert.match(stdout, /Interrupted after/);
  });
});
