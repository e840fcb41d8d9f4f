import assert from 'node:assert/strict';

import { createTenantAdmin } from '../../../functions/src/adapters/tenant-admin.js';
import { resetWithApis } from '../../rehearsal/ready-project.js';
import { Rehearsal } from '../../rehearsal/rehearsal.js';
import { type FunctionServer, serveFunction } from '../../stack/function-server.js';
import { requiredEnv } from '../../support/env.js';
import { newTenant } from '../../support/firestore.js';

const PROJECT = 'rehearsed-gateway';

describe('npm run doctor -- --smoke', function () {
  this.timeout(300_000);
  let rehearsal: Rehearsal;
  let ingest: FunctionServer;

  before(async () => {
    rehearsal = await Rehearsal.begin();
    const { google } = rehearsal;
    resetWithApis(google);
    const name = `projects/${PROJECT}/locations/us-central1/functions/ingest`;
    const url = `https://us-central1-${PROJECT}.cloudfunctions.net/ingest`;
    google.project.functions.set(name, { name, state: 'ACTIVE', url, serviceConfig: {} });
    // Closed, as deployed; what it publishes goes to the worker of the local stack.
    ingest = await serveFunction('ingest', {
      GCLOUD_PROJECT: requiredEnv('GCLOUD_PROJECT'),
      INGEST_AUTH: 'api_key',
    });
    google.ingestUrl = ingest.url;
  });
  after(async () => {
    await ingest.stop();
    await rehearsal.end();
  });

  const doctor = (key?: string) =>
    rehearsal.npmRun('doctor', ['--project', PROJECT, '--smoke'], {
      env: key === undefined ? {} : { INGEST_KEY: key },
    });

  it('sends a log through the whole gateway with a key, and finds it', async () => {
    const tenant = newTenant();
    const admin = createTenantAdmin();
    await admin.create(tenant, '');
    const { key } = await admin.createKey(tenant, 'smoke');
    const { output } = await doctor(key);
    assert.match(output, /right +smoke log +smoke-\S+ stored after \d+ ms/);
  });

  it('says what to look at if the gateway does not accept it', async () => {
    rehearsal.google.ingestUrl = 'http://127.0.0.1:9';
    const { code, output } = await doctor('a-key');
    assert.equal(code, 1);
    assert.match(output, /WRONG +smoke log +ingest answered 404\n +is it a live key/);
  });

  it('asks for a key if there is none', async () => {
    const { code, output } = await doctor();
    assert.equal(code, 1);
    assert.match(output, /Set INGEST_KEY to an API key/);
  });
});
