import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { functionOf, liveSite } from '../../rehearsal/read-project.js';
import { resetWithApis } from '../../rehearsal/ready-project.js';
import { Rehearsal } from '../../rehearsal/rehearsal.js';

const PROJECT = 'rehearsed-gateway';

interface Region {
  region: string;
}

describe('a deployment with an operator’s own settings', function () {
  this.timeout(400_000);
  let rehearsal: Rehearsal;
  const inClone = (file: string) => join(rehearsal.box.root, file);

  before(async () => {
    rehearsal = await Rehearsal.begin();
  });
  beforeEach(() => resetWithApis(rehearsal.google));
  after(() => rehearsal.end());

  it('asks in a terminal only what Firebase asks everyone, and follows an alias, its region and its settings', async () => {
    const { google } = rehearsal;
    writeFileSync(inClone('.firebaserc'), JSON.stringify({ projects: { prod: PROJECT } }));
    writeFileSync(
      inClone('functions/.env.prod'),
      'REGION=europe-west1\nINGEST_MIN_INSTANCES=0\nINGEST_MAX_INSTANCES=4\nINGEST_INGRESS=ALLOW_INTERNAL_AND_GCLB\nCONSOLE_SERVICE_ACCOUNT=\n',
    );
    google.faults.slowTriggers = 2;
    google.faults.slowSubscriptions = 1;
    const { code, output, questions } = await rehearsal.firebaseInTerminal(
      ['deploy', '--project', 'prod', '--account', 'ben@example.com'],
      { answers: [[/proceed/, 'y']] },
    );
    assert.equal(code, 0, output);
    assert.deepEqual(google.mistakes, []);
    assert.deepEqual(questions, [
      'Would you like to proceed with deployment?',
      "How many days do you want to keep container images before they're deleted?",
    ]);

    const { serviceConfig, name } = functionOf(google, 'ingest');
    assert.match(name, /\/locations\/europe-west1\//);
    assert.equal(serviceConfig.maxInstanceCount, 4);
    assert.equal(serviceConfig.ingressSettings, 'ALLOW_INTERNAL_AND_GCLB');
    // Without an account of its own a function runs as the project’s default one.
    const { serviceConfig: ofConsole } = functionOf(google, 'listApiKeys');
    assert.match(ofConsole.serviceAccountEmail, /-compute@developer/);
    const { rewrites } = liveSite(google, PROJECT)['config'] as { rewrites: { run?: Region }[] };
    const regions = new Set(rewrites.flatMap(({ run }) => run?.region ?? []));
    assert.deepEqual([...regions], ['europe-west1']);

    // The hook uses the deployment's account; the commands follow the alias as well.
    const refreshed = google.calls
      .filter(({ path }) => path.endsWith('/token'))
      .map(({ body }) => (body as Record<string, string>)['refresh_token']);
    assert.ok(refreshed.length > 2);
    assert.deepEqual([...new Set(refreshed)], ['refresh-token-of-ben@example.com']);
    const check = await rehearsal.npmRun('delivery-policy', ['--check', '--project', 'prod']);
    assert.equal(check.code, 0, check.output);
    const accounts = await rehearsal.npmRun('accounts', ['--check', '--project', 'prod']);
    assert.equal(accounts.code, 0, accounts.output);
    rmSync(inClone('functions/.env.prod'));
  });

  it('deploys a single function into a project that has none', async () => {
    const only = ['deploy', '--only', 'functions:ingest:ingest', '--project', PROJECT];
    const { code, output } = await rehearsal.firebase([...only, '--force']);
    assert.equal(code, 0, output);
    assert.deepEqual(
      [...rehearsal.google.project.functions.keys()].map((name) => name.split('/').pop()),
      ['ingest'],
    );
    assert.match(
      output,
      /processLogs and recordDeadLetters of rehearsed-gateway not deployed yet: the delivery policy comes/,
    );
  });

  it('says how to let clients in for as long as an organisation forbids it', async () => {
    const { google } = rehearsal;
    google.faults.refuseAllUsers = true;
    const only = [
      'deploy',
      '--only',
      'functions:ingest:listApiKeys',
      '--project',
      PROJECT,
      '--force',
    ];
    assert.notEqual((await rehearsal.firebase(only)).code, 0);
    // From the second time on, firebase itself finds nothing to do and nothing wrong.
    const again = await rehearsal.firebase(only);
    assert.match(again.output, /Successful update operation/);
    assert.notEqual(again.code, 0);
    assert.match(
      again.output,
      /Nobody can call listApiKeys of rehearsed-gateway: [\s\S]+gcloud run services update listapikeys --no-invoker-iam-check --region us-central1 --project rehearsed-gateway/,
    );
    assert.doesNotMatch(again.output, /Deploy complete/);

    // What the command does: Cloud Run then skips the invoker check.
    const service = `projects/${PROJECT}/locations/us-central1/services/listapikeys`;
    google.project.services.set(service, { name: service, invokerIamDisabled: true });
    const fixed = await rehearsal.npmRun('doctor', ['--project', PROJECT]);
    assert.match(fixed.output, /right +callers/);
  });

  it('refuses the plain configuration if the functions use a different database', async () => {
    appendFileSync(inClone('functions/.env'), '\nFIRESTORE_DATABASE=logs\n');
    try {
      const { code, output } = await rehearsal.firebase(['deploy', '--project', PROJECT]);
      assert.notEqual(code, 0);
      assert.match(output, /npm run beside -- --project rehearsed-gateway --database logs/);
      assert.equal(rehearsal.google.project.releases.size, 0);
    } finally {
      const text = readFileSync(inClone('functions/.env'), 'utf8');
      writeFileSync(inClone('functions/.env'), text.replace('\nFIRESTORE_DATABASE=logs\n', ''));
    }
  });
});
