import assert from 'node:assert/strict';

import { FUNCTION_NAMES } from '../../../functions/src/contract/function-names.js';
import {
  changesOf,
  functionOf,
  grantsOn,
  liveSite,
  subscriptionOf,
} from '../../rehearsal/read-project.js';
import { resetWithApis } from '../../rehearsal/ready-project.js';
import { type Ended, Rehearsal } from '../../rehearsal/rehearsal.js';
import { listUpload } from '../../rehearsal/upload.js';

const PROJECT = 'rehearsed-gateway';
const IN_REGION = `projects/${PROJECT}/locations/us-central1`;
const PUBSUB_AGENT = 'serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com';
const account = (name: string) => `serviceAccount:${name}@${PROJECT}.iam.gserviceaccount.com`;

describe('a first deployment without a terminal', function () {
  this.timeout(400_000);
  let rehearsal: Rehearsal;
  let ended: Ended;

  before(async () => {
    rehearsal = await Rehearsal.begin();
    resetWithApis(rehearsal.google);
    ended = await rehearsal.firebase(['deploy', '--project', PROJECT, '--force'], {
      login: 'service-account',
    });
  });
  after(() => rehearsal.end());

  it('succeeds, and calls nothing that Google does not have', () => {
    assert.equal(ended.code, 0, ended.output);
    assert.match(ended.output, /Deploy complete!/);
    assert.deepEqual(rehearsal.google.mistakes, []);
  });

  it('creates each function as declared', () => {
    const summary = (id: string) => {
      const { buildConfig, serviceConfig, labels, eventTrigger } = functionOf(rehearsal.google, id);
      return [
        buildConfig.runtime,
        labels['firebase-functions-codebase'],
        serviceConfig.serviceAccountEmail.split('@')[0],
        serviceConfig.availableMemory,
        serviceConfig.maxInstanceRequestConcurrency,
        serviceConfig.minInstanceCount,
        serviceConfig.maxInstanceCount,
        serviceConfig.ingressSettings,
        eventTrigger?.retryPolicy,
        eventTrigger?.serviceAccountEmail.split('@')[0],
      ];
    };
    const common = ['nodejs24', 'ingest'];
    assert.deepEqual(summary('ingest'), [
      ...common,
      'log-ingest',
      '512Mi',
      80,
      0,
      10,
      'ALLOW_ALL',
      undefined,
      undefined,
    ]);
    assert.deepEqual(summary('processLogs'), [
      ...common,
      'log-worker',
      '512Mi',
      80,
      0,
      10,
      'ALLOW_ALL',
      'RETRY_POLICY_RETRY',
      'log-worker',
    ]);
    assert.deepEqual(summary('recordDeadLetters').slice(2, 4), ['log-recorder', '512Mi']);
    assert.deepEqual(summary('replayDeadLetter').slice(2, 4), ['log-replay', '512Mi']);
    assert.deepEqual(summary('createApiKey').slice(2, 4), ['log-console', '512Mi']);
    assert.equal(rehearsal.google.project.functions.size, FUNCTION_NAMES.length);
  });

  it('lets everyone call the public functions, and each trigger’s account its function', () => {
    const { google } = rehearsal;
    for (const service of ['ingest', 'createapikey', 'replaydeadletter']) {
      assert.deepEqual(grantsOn(google, `${IN_REGION}/services/${service}`), [
        'roles/run.invoker allUsers',
      ]);
    }
    assert.deepEqual(grantsOn(google, `${IN_REGION}/services/processlogs`), [
      `roles/run.invoker ${account('log-worker')}`,
    ]);
    assert.deepEqual(grantsOn(google, `${IN_REGION}/services/recorddeadletters`), [
      `roles/run.invoker ${account('log-recorder')}`,
    ]);
  });

  it('grants each account only what it needs', () => {
    const { google } = rehearsal;
    const ours = grantsOn(google, `projects/${PROJECT}`).filter((grant) => grant.includes(':log-'));
    assert.deepEqual(ours, [
      `roles/datastore.user ${account('log-alerts')}`,
      `roles/datastore.user ${account('log-console')}`,
      `roles/datastore.user ${account('log-ingest')}`,
      `roles/datastore.user ${account('log-notices')}`,
      `roles/datastore.user ${account('log-recorder')}`,
      `roles/datastore.user ${account('log-replay')}`,
      `roles/datastore.user ${account('log-worker')}`,
      `roles/eventarc.eventReceiver ${account('log-alerts')}`,
      `roles/eventarc.eventReceiver ${account('log-notices')}`,
      `roles/eventarc.eventReceiver ${account('log-recorder')}`,
      `roles/eventarc.eventReceiver ${account('log-worker')}`,
      `roles/firebaseauth.viewer ${account('log-alerts')}`,
      `roles/firebaseauth.viewer ${account('log-console')}`,
      `roles/firebaseauth.viewer ${account('log-replay')}`,
    ]);
    assert.deepEqual(grantsOn(google, `projects/${PROJECT}/topics/log-ingestion`), [
      `roles/pubsub.publisher ${account('log-ingest')}`,
      `roles/pubsub.publisher ${account('log-recorder')}`,
      `roles/pubsub.publisher ${account('log-replay')}`,
    ]);
    assert.deepEqual(grantsOn(google, `projects/${PROJECT}/topics/log-ingestion-dlq`), [
      `roles/pubsub.publisher ${account('log-worker')}`,
      `roles/pubsub.publisher ${PUBSUB_AGENT}`,
    ]);
    for (const [topic, publisher] of [
      ['log-alerts', 'log-worker'],
      ['alert-notices', 'log-alerts'],
    ] as const) {
      assert.deepEqual(grantsOn(google, `projects/${PROJECT}/topics/${topic}`), [
        `roles/pubsub.publisher ${account(publisher)}`,
      ]);
    }
    assert.deepEqual(grantsOn(google, `projects/${PROJECT}/subscriptions/log-ingestion-dlq-keep`), [
      `roles/pubsub.subscriber ${account('log-replay')}`,
    ]);
  });

  it('sets both delivery policies, and retains dead letters', () => {
    const { google } = rehearsal;
    const kept = {
      ackDeadlineSeconds: 600,
      messageRetentionDuration: '604800s',
      expirationPolicy: {},
    };
    const {
      name: subscription,
      deadLetterPolicy,
      ...worker
    } = subscriptionOf(google, 'processLogs');
    assert.deepEqual(deadLetterPolicy, {
      deadLetterTopic: `projects/${PROJECT}/topics/log-ingestion-dlq`,
      maxDeliveryAttempts: 5,
    });
    assert.deepEqual(grantsOn(google, subscription), [`roles/pubsub.subscriber ${PUBSUB_AGENT}`]);
    const recorder = subscriptionOf(google, 'recordDeadLetters');
    // A letter's message waits for its turn at the recorder, with shorter pauses.
    const backoff = (maximumBackoff: string) => ({
      retryPolicy: { minimumBackoff: '10s', maximumBackoff },
    });
    assert.deepEqual({ ...worker, ...kept, ...backoff('600s') }, worker);
    assert.deepEqual({ ...recorder, ...kept, ...backoff('120s') }, recorder);
    assert.equal(recorder['deadLetterPolicy'], undefined);
    for (const name of ['countAlerts', 'sendNotices']) {
      const ofAlerts = subscriptionOf(google, name);
      assert.deepEqual({ ...ofAlerts, ...kept, ...backoff('600s') }, ofAlerts);
      assert.equal(ofAlerts['deadLetterPolicy'], undefined);
    }
    const { project } = google;
    assert.equal(
      project.topics.get(`projects/${PROJECT}/topics/log-ingestion-dlq`)?.[
        'messageRetentionDuration'
      ],
      '604800s',
    );
  });

  it('has Cloud Scheduler call the no-log alert check with its own account', () => {
    const { google } = rehearsal;
    const [job, ...others] = google.project.jobs.values();
    assert.equal(others.length, 0);
    assert.equal(job?.['schedule'], 'every 1 minutes');
    const { serviceAccountEmail } = job?.['httpTarget'].oidcToken ?? {};
    assert.equal(`serviceAccount:${serviceAccountEmail}`, account('log-alerts'));
    assert.deepEqual(grantsOn(google, `${IN_REGION}/services/checkabsence`), [
      `roles/run.invoker ${account('log-alerts')}`,
    ]);
  });

  it('deploys rules, indexes and retention to the database', () => {
    const { project } = rehearsal.google;
    assert.deepEqual(
      [...project.releases.keys()],
      [`projects/${PROJECT}/releases/cloud.firestore`],
    );
    assert.ok(project.indexes.size >= 4);
    const expiring = [...project.fields.values()]
      .filter(({ ttlConfig }) => ttlConfig?.state === 'ACTIVE')
      .map(({ name }) => name.split('/collectionGroups/')[1]);
    assert.deepEqual(
      new Set(expiring),
      new Set([
        'alert_matches/fields/expires_at',
        'alert_notices/fields/expires_at',
        'dead_letters/fields/expires_at',
        'processed_logs/fields/expires_at',
        'restricted/fields/expires_at',
      ]),
    );
  });

  it('sends a site’s paths to the functions in their region, and publishes no sources', () => {
    const { config, files } = liveSite(rehearsal.google, PROJECT);
    const rewrites = new Map(
      config.rewrites.map(({ glob, run }: { glob: string; run?: object }) => [glob, run]),
    );
    const inRegion = (serviceId: string) => ({ serviceId, region: 'us-central1' });
    assert.deepEqual(rewrites.get('/ingest{,/**}'), inRegion('ingest'));
    assert.deepEqual(rewrites.get('/v1/**'), inRegion('ingest'));
    assert.deepEqual(rewrites.get('/call/replayDeadLetter'), inRegion('replaydeadletter'));
    const paths = Object.keys(files);
    assert.ok(paths.includes('/index.html') && paths.includes('/gateway.json'));
    assert.deepEqual(
      paths.filter((path) => /\.map$|^\/emulated/.test(path)),
      [],
    );
  });

  it('uploads what runs, without tests, sources and settings of other projects', () => {
    const uploads = [...rehearsal.google.project.uploads.values()];
    assert.equal(uploads.length, 1);
    const files = listUpload(uploads[0] ?? Buffer.alloc(0));
    assert.ok(files.includes('lib/index.js') && files.includes('package-lock.json'));
    assert.deepEqual(
      files.filter((file) => !/^(?:lib\/.+|package\.json|package-lock\.json)$/.test(file)),
      [],
    );
  });

  it('changes nothing the second time, asks no questions and needs no --force', async () => {
    const { google } = rehearsal;
    google.calls.length = 0;
    const again = await rehearsal.firebase(['deploy', '--project', PROJECT]);
    assert.equal(again.code, 0, again.output);
    assert.equal(
      again.output.match(/Skipped \(No changes detected\)/g)?.length,
      FUNCTION_NAMES.length,
    );
    assert.match(again.output, /The delivery policy of rehearsed-gateway is set: 0 of \d+ changed/);
    // A site’s version is made with every deployment, and the same rules are released again.
    assert.deepEqual(
      changesOf(google).filter((call) => !/firebasehosting|firebaserules/.test(call)),
      [],
    );
    assert.deepEqual(google.mistakes, []);
  });

  it('passes the doctor’s checks, except for what nobody has set up yet', async () => {
    const { code, output } = await rehearsal.npmRun('doctor', ['--project', PROJECT, '--json']);
    assert.equal(code, 1, output);
    const { findings } = JSON.parse(output) as {
      findings: { name: string; outcome: string; fix?: string }[];
    };
    assert.deepEqual(
      findings
        .filter(({ outcome }) => outcome !== 'right')
        .map(({ name, outcome }) => [name, outcome]),
      [
        ['database', 'warning'],
        ['web app', 'wrong'],
        ['sign-in', 'wrong'],
      ],
    );
    for (const { name, outcome, fix } of findings) {
      assert.ok(outcome === 'right' || fix, `${name} has no fix`);
    }
    assert.deepEqual(rehearsal.google.mistakes, []);
  });
});
