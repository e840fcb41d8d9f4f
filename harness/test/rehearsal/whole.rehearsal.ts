import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import { FUNCTION_NAMES } from '../../../functions/src/contract/function-names.js';
import { resetWithApis } from '../../rehearsal/ready-project.js';
import { functionOf, grantsOn } from '../../rehearsal/read-project.js';
import { Rehearsal } from '../../rehearsal/rehearsal.js';
import { readUpload } from '../../rehearsal/upload.js';

const PROJECT = 'rehearsed-gateway';

/** Rehearsals that are too slow for `npm test`. */
describe('a whole deployment', function () {
  this.timeout(400_000);
  let rehearsal: Rehearsal;
  const deploy = (...args: string[]) => ['deploy', '--project', PROJECT, ...args];

  before(async () => {
    rehearsal = await Rehearsal.begin();
  });
  after(() => rehearsal.end());

  it('follows the README’s commands in an empty project', async () => {
    const { google } = rehearsal;
    google.reset({ database: '' });
    const location = ['--location', 'nam5', '--project', PROJECT];
    const database = await rehearsal.firebase([
      'firestore:databases:create',
      '(default)',
      ...location,
    ]);
    assert.equal(database.code, 0, database.output);
    const app = await rehearsal.firebase(['apps:create', 'web', 'readers', '--project', PROJECT]);
    assert.equal(app.code, 0, app.output);
    const first = await rehearsal.firebase(deploy('--force'), { login: 'service-account' });
    assert.equal(first.code, 0, first.output);
    assert.deepEqual(google.mistakes, []);
    assert.equal(google.project.webApps.length, 1);
    assert.ok(google.project.apis.has('iam.googleapis.com'));
  });

  it('uploads a package that starts after npm ci without development dependencies', () => {
    const [archive = Buffer.alloc(0)] = [...rehearsal.google.project.uploads.values()].slice(-1);
    const folder = join(rehearsal.box.root, '..', 'uploaded');
    for (const [path, content] of readUpload(archive)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    execFileSync('npm', ['ci', '--omit=dev', '--no-audit', '--no-fund', '--prefer-offline'], {
      cwd: folder,
      shell: process.platform === 'win32',
    });
    const { environmentVariables } = functionOf(rehearsal.google, 'ingest')['serviceConfig'];
    const script =
      "import('./lib/index.js').then((module) => console.log(Object.keys(module).sort().join()))";
    for (const node of nodes()) {
      const names = execFileSync(node, ['--eval', script], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...environmentVariables, FUNCTION_TARGET: 'ingest', K_SERVICE: 'ingest' },
      });
      assert.equal(names.trim().split(',').length, FUNCTION_NAMES.length, node);
    }
  });

  it('uses a token given with --token, in the hook too', async () => {
    resetWithApis(rehearsal.google);
    const only = deploy('--only', 'functions:ingest:ingest', '--force', '--token', 'a-ci-token');
    const { code, output } = await rehearsal.firebase(only, { login: 'none' });
    assert.equal(code, 0, output);
  });

  it('reports what is missing if an API was switched off, and completes it all the next time', async () => {
    const { google } = rehearsal;
    resetWithApis(google);
    google.faults.disabledApis = ['eventarc.googleapis.com'];
    const failed = await rehearsal.firebase(deploy('--only', 'functions', '--force'));
    assert.notEqual(failed.code, 0);
    assert.match(
      failed.output,
      /eventarc\.googleapis\.com has not been used in project|an API is not enabled/,
    );
    assert.doesNotMatch(failed.output, /Deploy complete|functions:delete/);
    google.faults.disabledApis = [];
    const fixed = await rehearsal.firebase(deploy('--only', 'functions', '--force'));
    assert.equal(fixed.code, 0, fixed.output);
    assert.match(fixed.output, /The delivery policy of rehearsed-gateway is set: [1-9]/);
  });

  it('continues without permission to create accounts if they exist', async () => {
    const { google } = rehearsal;
    resetWithApis(google);
    assert.equal((await rehearsal.npmRun('accounts', ['--project', PROJECT])).code, 0);
    const refusal = { code: 403, message: 'denied', times: 99 };
    google.faults.refusals.push({ match: /cloudresourcemanager.*:getIamPolicy/, ...refusal });
    const { code, output } = await rehearsal.firebase(
      deploy('--only', 'functions:ingest:ingest', '--force'),
    );
    assert.equal(code, 0, output);
    assert.match(
      output,
      /an owner of the project runs `npm run accounts -- --project rehearsed-gateway` once/,
    );
  });

  it('leaves the messages held for a changed dead-letter topic, and says where they are', async () => {
    const { google } = rehearsal;
    resetWithApis(google);
    assert.equal((await rehearsal.firebase(deploy('--only', 'functions', '--force'))).code, 0);
    const settings = join(rehearsal.box.root, 'functions', `.env.${PROJECT}`);
    writeFileSync(settings, 'PUBSUB_DEAD_LETTER_TOPIC=other-dlq\n');
    const { code, output } = await rehearsal.firebase(deploy('--only', 'functions', '--force'));
    assert.equal(code, 0, output);
    const kept = `projects/${PROJECT}/subscriptions/log-ingestion-dlq-keep`;
    assert.ok(google.project.subscriptions.has(kept));
    assert.match(
      output,
      /log-ingestion-dlq-keep: left behind by the dead-letter topic log-ingestion-dlq/,
    );
    assert.ok(
      grantsOn(google, `projects/${PROJECT}/subscriptions/other-dlq-keep`).some((grant) =>
        grant.includes('log-replay'),
      ),
    );
  });
});

/** This Node, and those that REHEARSE_NODES names, as a deployment may run on another. */
function nodes(): string[] {
  const others = (process.env['REHEARSE_NODES'] ?? '').split(delimiter);
  return [process.execPath, ...others.filter((path) => path !== '')];
}
