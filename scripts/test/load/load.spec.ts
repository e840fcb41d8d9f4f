import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { requiredEnv } from '../../../functions/test/support/env.js';
import type { Report } from '../../load/report.js';
import { runScript, startScript } from '../run-script.js';

describe('npm run load', function () {
  this.timeout(90_000);
  const folder = mkdtempSync(join(tmpdir(), 'load-'));
  const json = join(folder, 'report.json');
  const html = join(folder, 'report.html');
  const env = { ...process.env, NODE_V8_COVERAGE: '' };

  after(() => rmSync(folder, { recursive: true }));

  it('loads a stack of its own and finds every log stored once', async () => {
    const args = ['--rpm', '600', '--duration', '3', '--mix', 'json,text', '--verify'];
    const files = ['--json', json, '--html', html];
    const { code, stdout, stderr } = await runScript('load.ts', [...args, ...files], env);
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

  it('ends at Ctrl-C with the report of what it has sent, at an address that is given', async () => {
    const args = ['--url', requiredEnv('INGEST_URL'), '--rpm', '600', '--duration', '600'];
    const more = ['--verify', '--project', requiredEnv('GCLOUD_PROJECT'), '--json', json];
    const child = startScript('load.ts', [...args, ...more], env);
    let stdout = '';
    let stderr = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (/202: \d/.test(stderr)) child.kill('SIGINT');
    });
    const [code] = (await once(child, 'close')) as [number | null];
    assert.equal(code, 0, stdout + stderr);
    const report = JSON.parse(readFileSync(json, 'utf8')) as Report;
    assert.ok(report.interrupted);
    assert.ok(report.requests.due > 5 && report.requests.due < 3_000, `${report.requests.due}`);
    assert.equal(report.verify?.stored, report.requests.accepted);
    assert.match(stdout, /Interrupted after/);
  });
});
