import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { addOtherApplication, readOtherApplication } from '../../rehearsal/other-application.js';
import { functionOf, liveSite } from '../../rehearsal/read-project.js';
import { resetWithApis } from '../../rehearsal/ready-project.js';
import { Rehearsal } from '../../rehearsal/rehearsal.js';

const PROJECT = 'rehearsed-gateway';
const CONFIG = `firebase.${PROJECT}.json`;

describe('a project with another application', function () {
  this.timeout(400_000);
  let rehearsal: Rehearsal;

  before(async () => {
    rehearsal = await Rehearsal.begin();
    resetWithApis(rehearsal.google);
    addOtherApplication(rehearsal.google);
  });
  after(() => rehearsal.end());

  it('gets a warning from the doctor before the first deployment', async () => {
    const { output } = await rehearsal.npmRun('doctor', ['--project', PROJECT]);
    assert.match(
      output,
      /look at +what is there +a deployment would replace the security rules of \(default\); the indexes of \(default\), which --force deletes; the site rehearsed-gateway\n +give the gateway a database and a site of its own: npm run beside -- --project rehearsed-gateway/,
    );
  });

  it('keeps everything that it has', async () => {
    const { google } = rehearsal;
    const before = readOtherApplication(google);
    const prepared = await rehearsal.npmRun('beside', ['--project', PROJECT]);
    assert.equal(prepared.code, 0, prepared.output);
    const again = await rehearsal.npmRun('beside', ['--project', PROJECT]);
    assert.equal(again.output.match(/^unchanged /gm)?.length, 4, again.output);
    assert.match(
      (await rehearsal.npmRun('doctor', ['--project', PROJECT])).output,
      /right +what is there/,
    );

    // Out of habit, without its own configuration: nothing happens.
    const habit = await rehearsal.firebase(['deploy', '--project', PROJECT, '--force']);
    assert.notEqual(habit.code, 0);
    assert.match(
      habit.output,
      /deploy with `npx firebase deploy --config firebase\.rehearsed-gateway\.json/,
    );
    assert.deepEqual(readOtherApplication(google), before);

    const deployed = await rehearsal.firebase(
      ['deploy', '--config', CONFIG, '--project', PROJECT, '--force'],
      { login: 'service-account' },
    );
    assert.equal(deployed.code, 0, deployed.output);
    assert.deepEqual(google.mistakes, []);
    assert.deepEqual(readOtherApplication(google), before);
  });

  it('has the gateway in a database and a site of its own', () => {
    const { google } = rehearsal;
    const { project } = google;
    const release = project.releases.get(`projects/${PROJECT}/releases/cloud.firestore/logs`);
    const rules = project.rulesets.get(release?.['rulesetName'])?.['source'].files[0].content;
    assert.equal(rules, readFileSync(join(rehearsal.box.root, 'firestore.rules'), 'utf8'));
    const indexes = [...project.indexes.keys()].filter((name) => name.includes('/databases/logs/'));
    assert.ok(indexes.length >= 4);
    const { environmentVariables } = functionOf(google, 'processLogs')['serviceConfig'];
    assert.equal(environmentVariables.FIRESTORE_DATABASE, 'logs');
    assert.ok('/gateway.json' in liveSite(google, `${PROJECT}-logs`)['files']);
    const page = readFileSync(join(rehearsal.box.root, 'web/dist/gateway.json'), 'utf8');
    assert.deepEqual(JSON.parse(page), { database: 'logs' });
  });
});
