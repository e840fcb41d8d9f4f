import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { requiredEnv } from '../../../../harness/support/env.js';
import { withGrant } from '../../../operate/iam/grant.js';
import { runScript } from '../../../../harness/support/run-script.js';
import {
  type GoogleApis,
  startGoogleApis,
} from '../../../../harness/google/beside-emulators/google-apis.js';

const AGENT = 'serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com';
const JSON_TYPE = { 'content-type': 'application/json' };

let next = 0;

describe('npm run delivery-policy', function () {
  const pubsubHost = requiredEnv('PUBSUB_EMULATOR_HOST');
  const home = mkdtempSync(join(tmpdir(), 'delivery-policy-'));
  let project: string;
  let google: GoogleApis;

  const resource = (name: string) => `http://${pubsubHost}/v1/projects/${project}/${name}`;
  const read = async (name: string) =>
    (await (await fetch(resource(name))).json()) as Record<
      string,
      { [key: string]: unknown } | undefined
    >;
  const put = async (name: string, body: object) => {
    const response = await fetch(resource(name), {
      method: 'PUT',
      headers: JSON_TYPE,
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 200, await response.text());
  };

  /** What a deployment of one function leaves behind: topic, trigger and subscription. */
  const deploy = async (name: string, topic: string, region = 'us-central1') => {
    const trigger = `projects/${project}/locations/${region}/triggers/${name.toLowerCase()}-1`;
    const subscription = `eventarc-${region}-${name.toLowerCase()}-1-sub-2`;
    await put(`topics/${topic}`, {}).catch(() => undefined);
    await put(`subscriptions/${subscription}`, {
      topic: `projects/${project}/topics/${topic}`,
      ackDeadlineSeconds: 10,
      messageRetentionDuration: '86400s',
      // The emulator cannot change it later.
      expirationPolicy: {},
    });
    google.functions.push({
      name: `projects/${project}/locations/${region}/functions/${name}`,
      environment: 'GEN_2',
      state: 'ACTIVE',
      eventTrigger: {
        trigger,
        triggerRegion: region,
        eventType: 'google.cloud.pubsub.topic.v1.messagePublished',
        pubsubTopic: `projects/${project}/topics/${topic}`,
        retryPolicy: 'RETRY_POLICY_RETRY',
      },
    });
    google.triggers.set(trigger, {
      name: trigger,
      transport: {
        pubsub: {
          topic: `projects/${project}/topics/${topic}`,
          subscription: `projects/${project}/subscriptions/${subscription}`,
        },
      },
    });
    return subscription;
  };

  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runScript('operate/delivery-policy.ts', args, {
      PATH: process.env['PATH'],
      // Nobody's own login is used or changed.
      HOME: home,
      XDG_CONFIG_HOME: home,
      GCLOUD_PROJECT: project,
      ...google.env,
    });
    return { code, output: stdout + stderr };
  };

  beforeEach(async () => {
    next += 1;
    project = `rehearsed-policy-${process.pid}-${next}`;
    google = await startGoogleApis(pubsubHost, project);
  });

  afterEach(() => google.close());
  after(() => rmSync(home, { recursive: true }));

  it('sets the policy on the subscriptions that Eventarc made', async () => {
    const worker = await deploy('processLogs', 'log-ingestion');
    const recorder = await deploy('recordDeadLetters', 'log-ingestion-dlq');
    const { code, output } = await run();
    assert.equal(code, 0, output);

    const { deadLetterPolicy, ...others } = await read(`subscriptions/${worker}`);
    assert.deepEqual(deadLetterPolicy, {
      deadLetterTopic: `projects/${project}/topics/log-ingestion-dlq`,
      maxDeliveryAttempts: 5,
    });
    for (const [settings, maximumBackoff] of [
      [others, '600s'],
      // Healing begins soon after the store is back.
      [await read(`subscriptions/${recorder}`), '120s'],
    ] as const) {
      assert.deepEqual(settings['retryPolicy'], { minimumBackoff: '10s', maximumBackoff });
      assert.equal(settings['ackDeadlineSeconds'], 600);
      assert.equal(settings['messageRetentionDuration'], '604800s');
      assert.equal(settings['deadLetterPolicy'], undefined);
    }
    const topic = await read('topics/log-ingestion-dlq');
    assert.equal(topic['messageRetentionDuration'], '604800s');
    const keep = await read('subscriptions/log-ingestion-dlq-keep');
    assert.equal(keep['topic'], `projects/${project}/topics/log-ingestion-dlq`);
    assert.equal(keep['messageRetentionDuration'], '604800s');

    const bindings = (name: string) => google.policies.get(`projects/${project}/${name}`)?.bindings;
    assert.deepEqual(bindings('topics/log-ingestion-dlq'), [
      { role: 'roles/pubsub.publisher', members: [AGENT] },
    ]);
    assert.deepEqual(bindings(`subscriptions/${worker}`), [
      { role: 'roles/pubsub.subscriber', members: [AGENT] },
    ]);
    assert.match(output, /changed {4}subscription eventarc-us-central1-processlogs-1-sub-2: 5 del/);
  });

  it('changes nothing the second time, and --check says so', async () => {
    await deploy('processLogs', 'log-ingestion');
    await deploy('recordDeadLetters', 'log-ingestion-dlq');
    const before = await run('--check');
    assert.equal(before.code, 1);
    assert.match(before.output, /6 of 6 differ: run `npm run delivery-policy/);
    assert.ok(google.calls.every((call) => call.startsWith('GET ')));

    assert.equal((await run()).code, 0);
    google.calls.length = 0;
    const again = await run();
    assert.match(again.output, /0 of 6 changed/);
    assert.ok(google.calls.every((call) => call.startsWith('GET ')));
    assert.equal((await run('--check')).code, 0);
  });

  it('follows a recreated trigger, in every region', async () => {
    await deploy('processLogs', 'log-ingestion');
    await deploy('recordDeadLetters', 'log-ingestion-dlq');
    assert.equal((await run()).code, 0);
    const elsewhere = await deploy('processLogs', 'log-ingestion', 'europe-west1');
    const { code, output } = await run();
    assert.equal(code, 0);
    assert.match(output, /2 of 8 changed/);
    assert.equal(
      (await read(`subscriptions/${elsewhere}`))['deadLetterPolicy']?.['maxDeliveryAttempts'],
      5,
    );
  });

  it('keeps every other grant, even one made while it works', async () => {
    await deploy('processLogs', 'log-ingestion');
    await deploy('recordDeadLetters', 'log-ingestion-dlq');
    const other = { role: 'roles/pubsub.viewer', members: ['user:ann@example.com'] };
    google.interfereOnce((policy) => ({ ...policy, bindings: [...policy.bindings, other] }));
    assert.equal((await run()).code, 0);
    assert.deepEqual(
      google.policies.get(`projects/${project}/topics/log-ingestion-dlq`)?.bindings,
      [other, { role: 'roles/pubsub.publisher', members: [AGENT] }],
    );
  });

  it('retries transient failures', async () => {
    await deploy('processLogs', 'log-ingestion');
    await deploy('recordDeadLetters', 'log-ingestion-dlq');
    google.failNext(/triggers/, 503, 'unavailable');
    google.failNext(/^PATCH/, 429, 'too many');
    const { code, output } = await run();
    assert.equal(code, 0, output);
  });

  const failures: [string, () => Promise<unknown> | void, RegExp][] = [
    [
      'a function that is not deployed',
      () => deploy('recordDeadLetters', 'log-ingestion-dlq'),
      /processLogs is not deployed in \S+: run `npx firebase deploy --only functions/,
    ],
    [
      'a missing permission',
      async () => {
        await deploy('processLogs', 'log-ingestion');
        await deploy('recordDeadLetters', 'log-ingestion-dlq');
        google.failNext(/setIamPolicy/, 403, 'pubsub.topics.setIamPolicy denied');
      },
      /A permission is missing.*owner.*pubsub\.topics\.setIamPolicy denied/,
    ],
    [
      'a service agent that does not exist',
      async () => {
        await deploy('processLogs', 'log-ingestion');
        await deploy('recordDeadLetters', 'log-ingestion-dlq');
        google.failNext(/setIamPolicy/, 400, 'Service account does not exist.');
      },
      /gcloud beta services identity create --service=pubsub\.googleapis\.com/,
    ],
    [
      'a function that does not retry',
      async () => {
        await deploy('processLogs', 'log-ingestion');
        await deploy('recordDeadLetters', 'log-ingestion-dlq');
        const [{ eventTrigger }] = google.functions as [{ eventTrigger: object }];
        Object.assign(eventTrigger, { retryPolicy: 'RETRY_POLICY_DO_NOT_RETRY' });
      },
      /does not retry, so it loses what fails/,
    ],
    [
      'credentials that are refused',
      () => google.failNext(/functions$/, 401, 'expired'),
      /npx firebase login --reauth/,
    ],
  ];
  for (const [what, prepare, message] of failures) {
    it(`says how to fix ${what}`, async () => {
      await prepare();
      const { code, output } = await run();
      assert.equal(code, 1);
      assert.match(output, message);
      assert.doesNotMatch(output, /\n\s+at /);
    });
  }

  it('asks you to log in if nobody is logged in', async () => {
    google.env = { GOOGLE_APPLICATION_CREDENTIALS: join(home, 'not-there.json') };
    const { code, output } = await run();
    assert.equal(code, 1);
    assert.match(output, /run `npx firebase login`/i);
  });
});

describe('withGrant', () => {
  const grant = {
    resource: { api: 'pubsub', name: 'r' },
    role: 'roles/pubsub.publisher',
    member: AGENT,
  } as const;

  it('adds to an existing binding, and never to a conditional one', () => {
    const conditional = {
      role: grant.role,
      members: [AGENT],
      condition: { title: 'for a day', expression: 'false' },
    };
    const plain = { role: grant.role, members: ['user:ann@example.com'] };
    assert.deepEqual(withGrant({ version: 3, etag: 'e', bindings: [conditional, plain] }, grant), {
      version: 3,
      etag: 'e',
      bindings: [conditional, { ...plain, members: ['user:ann@example.com', AGENT] }],
    });
  });
});
