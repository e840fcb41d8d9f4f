import assert from 'node:assert/strict';

import { createTenantAdmin } from '../../../functions/src/adapters/tenant-admin.js';
import { resetWithApis } from '../../rehearsal/ready-project.js';
import { Rehearsal } from '../../rehearsal/rehearsal.js';
import { requiredEnv } from '../../support/env.js';
import { newTenant } from '../../support/firestore.js';

const PROJECT = 'rehearsed-gateway';

describe('npm run doctor -- --smoke', function () {
  this.timeout(120_000);
  let rehearsal: Rehearsal;

  before(async () => {
    rehearsal = await Rehearsal.begin();
    const { google } = rehearsal;
    resetWithApis(google);
    const name = `projects/${PROJECT}/locations/us-central1/functions/ingest`;
    const url = `https://us-central1-${PROJECT}.cloudfunctions.net/ingest`;
    google.project.functions.set(name, { name, state: 'ACTIVE', url, serviceConfig: {} });
    google.ingestUrl = requiredEnv('INGEST_URL');
  });
  after(() => rehearsal.end());

  const doctor = (key?: string) =>
    rehearsal.npmRun('doctor', ['--project', PROJECT, '--smoke'], {
      env: key === undefined ? {} : { INGEST_KEY: key },
    });

  it('sends a log with a key through the whole gateway and finds it', async () => {
    const tenant = newTenant();
    const admin = createTenantAdmin();
    await admin.create(tenant, '');
    const { key } = await admin.createKey(tenant, 'smoke');
    const { output } = await doctor(key);
    assert.match(output, /right +smoke log +smoke-\S+ stored after \d+ ms/);
  });

  it('says what to look at where the gateway does not take it', async () => {
    rehearsal.google.ingestUrl = 'http://127.0.0.1:9';
    const { code, output } = await doctor('a-key');
    assert.equal(code, 1);
    assert.match(output, /WRONG +smoke log +ingest answered 404\n +is it a live key/);
  });

  it('asks for a key where there is none', async () => {
    const { code, output } = await doctor();
    assert.equal(code, 1);
    assert.match(output, /Set INGEST_KEY to an API key/);
  });
});
