import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { explain } from '../../../operate/google/errors.js';
import { createMonitoringClients } from '../../../operate/google/monitoring-clients.js';
import { createGoogleRest } from '../../../operate/google/rest.js';
import { OperatorError } from '../../../terminal/operator-error.js';
import { type ApplyOptions, applyMonitoring } from '../../../operate/monitoring/apply.js';
import type { Json } from '../../../../harness/google/messages.js';
import type { Step } from '../../../operate/monitoring/steps.js';
import {
  type GoogleApis,
  startGoogleApis,
} from '../../../../harness/google/beside-emulators/google-apis.js';
import { runScript } from '../../../../harness/support/run-script.js';
import {
  type MonitoringApis,
  startMonitoringApis,
} from '../../../../harness/google/beside-emulators/monitoring-apis.js';

const PROJECT = 'demo-monitoring';

/** How many alerts there are. */
const ALERTS = readdirSync(new URL('../../../../monitoring/alerts', import.meta.url)).length;

describe('npm run monitoring', function () {
  const home = mkdtempSync(join(tmpdir(), 'monitoring-'));
  const environment = { ...process.env };
  let google: GoogleApis;
  let apis: MonitoringApis;

  /** What a deployment of one function leaves behind. */
  const deploy = (name: string, region = 'us-central1') => {
    const trigger = `projects/${PROJECT}/locations/${region}/triggers/${name.toLowerCase()}-1`;
    google.functions.push({
      name: `projects/${PROJECT}/locations/${region}/functions/${name}`,
      eventTrigger: { trigger, retryPolicy: 'RETRY_POLICY_RETRY' },
    });
    google.triggers.set(trigger, {
      transport: {
        pubsub: {
          topic: `projects/${PROJECT}/topics/${name}`,
          subscription: `projects/${PROJECT}/subscriptions/eventarc-${region}-${name.toLowerCase()}-1-sub-2`,
        },
      },
    });
  };

  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runScript(
      'operate/monitoring.ts',
      [...args, '--project', PROJECT],
      {
        PATH: process.env['PATH'],
        // Nobody's own login is used or changed.
        HOME: home,
        XDG_CONFIG_HOME: home,
        ...google.env,
        ...apis.env,
      },
    );
    return { code, output: stdout + stderr };
  };

  /** The same within this process; returns what was not right. */
  const apply = async (options: Partial<ApplyOptions> = {}): Promise<Step[]> => {
    const token = () => Promise.resolve('an-access-token');
    const steps = await applyMonitoring({
      rest: createGoogleRest(token),
      clients: createMonitoringClients(token),
      project: PROJECT,
      check: false,
      ...options,
    });
    return steps.filter(({ outcome }) => outcome !== 'unchanged');
  };
  const diff = () => apply({ check: true });
  const alert = (id: string) =>
    [...apis.policies.values()].find(({ userLabels }) => (userLabels as Json)['alert'] === id) ??
    assert.fail(`no alert ${id}`);
  const writes = () => apis.calls.filter((call) => !call.startsWith('GET '));

  beforeEach(async () => {
    google = await startGoogleApis('127.0.0.1:1', PROJECT);
    apis = await startMonitoringApis(PROJECT);
    Object.assign(process.env, google.env, apis.env);
    deploy('processLogs');
    deploy('recordDeadLetters');
  });

  afterEach(async () => {
    for (const name of Object.keys({ ...google.env, ...apis.env })) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    await Promise.all([google.close(), apis.close()]);
  });
  after(() => rmSync(home, { recursive: true }));

  it('creates everything once, and diff confirms it', async () => {
    const all = await diff();
    assert.ok(all.every(({ outcome }) => outcome === 'created'));
    assert.deepEqual(writes(), []);

    const applied = await run('apply', '--channel', 'ann@example.com');
    assert.equal(applied.code, 0, applied.output);
    assert.match(applied.output, /created {4}metric ingestion\.dead_letters\n/);
    assert.match(applied.output, /created {4}channel ann@example\.com\n/);
    assert.match(applied.output, /created {4}alert oldest-message\n/);
    assert.match(applied.output, /created {4}dashboard Log ingestion\n/);
    assert.match(applied.output, /\n(\d+) of \1 were changed\./);
    assert.equal(apis.policies.size, ALERTS);
    assert.equal(apis.dashboards.size, 1);
    const made = writes().length;

    assert.deepEqual(await apply({ channels: ['ann@example.com'] }), []);
    assert.equal(writes().length, made);
    const after = await run('diff');
    assert.equal(after.code, 0, after.output);
    assert.match(after.output, /All \d+ match monitoring\/\./);

    apis.dashboards.clear();
    const differing = await run('diff');
    assert.equal(differing.code, 1);
    assert.match(differing.output, /\n1 of \d+ differ: run `npm run monitoring -- apply --project/);
  });

  it('watches the subscriptions that Eventarc made, or only those of a named region', async () => {
    deploy('processLogs', 'europe-west1');
    await apply();
    const filterOf = (id: string) => JSON.stringify(alert(id)['conditions']);
    assert.ok(
      filterOf('oldest-message').includes(
        JSON.stringify(
          'one_of("eventarc-europe-west1-processlogs-1-sub-2", "eventarc-us-central1-processlogs-1-sub-2", "eventarc-us-central1-recorddeadletters-1-sub-2")',
        ).slice(1, -1),
      ),
      filterOf('oldest-message'),
    );
    const changed = await apply({ region: 'us-central1' });
    assert.ok(changed.length > 0);
    assert.ok(!filterOf('oldest-message').includes('europe-west1'));
    await assert.rejects(
      apply({ region: 'mars1' }),
      /processLogs is not deployed in the region mars1/,
    );
  });

  it('follows a trigger that was recreated', async () => {
    await apply();
    google.functions.length = 0;
    deploy('processLogs', 'us-east1');
    deploy('recordDeadLetters', 'us-east1');
    assert.deepEqual(
      (await diff()).map(({ what, outcome }) => `${outcome} ${what}`),
      [
        'changed alert expiring-messages',
        'changed alert oldest-message',
        'changed dashboard Log ingestion',
      ],
    );
  });

  it('waits until alerts can use a new metric', async () => {
    apis.refuseNewMetrics(1);
    let waits = 0;
    await apply({ onWait: () => (waits += 1) });
    assert.equal(waits, 1);
    assert.equal(apis.policies.size, ALERTS);
  });

  it('restores manual changes, and says what they were', async () => {
    await apply();
    const [policyId, policy] = [...apis.policies].find(([, { userLabels }]) =>
      JSON.stringify(userLabels).includes('server-errors'),
    ) as [string, Json];
    const conditions = structuredClone(policy['conditions']) as Json[];
    const names = conditions.map(({ name }) => name);
    for (const { conditionThreshold } of conditions) {
      (conditionThreshold as Json)['thresholdValue'] = 0.5;
    }
    apis.policies.set(policyId, { ...policy, conditions });
    const metric = apis.logMetrics.get('ingestion.log.delay');
    apis.logMetrics.set('ingestion.log.delay', { ...metric, labelExtractors: { x: 'EXTRACT(y)' } });
    const [dashboardId, dashboard] = [...apis.dashboards][0] ?? assert.fail();
    const tiles = ((dashboard['mosaicLayout'] as Json)['tiles'] as Json[]).slice(1);
    apis.dashboards.set(dashboardId, { ...dashboard, mosaicLayout: { columns: 48, tiles } });

    assert.deepEqual(await diff(), [
      { what: 'metric ingestion.log.delay', outcome: 'changed', differing: ['labelExtractors'] },
      {
        what: 'alert server-errors',
        outcome: 'changed',
        differing: ['conditions.0.conditionThreshold.thresholdValue'],
      },
      {
        what: 'dashboard Log ingestion',
        outcome: 'changed',
        differing: ['mosaicLayout.tiles'],
      },
    ]);
    assert.equal((await apply()).length, 3);
    assert.deepEqual(await diff(), []);
    // The condition is the same one, so that its open incidents stay.
    assert.deepEqual(
      (alert('server-errors')['conditions'] as Json[]).map(({ name }) => name),
      names,
    );
  });

  it('leaves other resources alone, and deletes alerts whose files no longer exist', async () => {
    apis.policies.set('theirs', { name: 'theirs', displayName: 'Theirs', combiner: 'OR' });
    apis.dashboards.set('theirs', { name: 'theirs', displayName: 'Log ingestion', etag: 'e' });
    apis.logMetrics.set('theirs', { name: 'theirs', filter: 'x' });
    await apply();
    const old = { managed_by: 'ingestion-gateway', alert: 'of-an-earlier-version', spec: 'x' };
    apis.policies.set('old', {
      name: `projects/${PROJECT}/alertPolicies/old`,
      displayName: 'Old',
      userLabels: old,
    });
    assert.deepEqual(await apply(), [
      { what: 'alert of-an-earlier-version', outcome: 'deleted', differing: [] },
    ]);
    assert.ok(!apis.policies.has('old'));
    assert.deepEqual(apis.dashboards.get('theirs')?.['etag'], 'e');
    assert.ok(apis.policies.has('theirs') && apis.logMetrics.has('theirs'));
  });

  it('keeps the alerts’ channels if none is named, and accepts one by its name', async () => {
    const channel = `projects/${PROJECT}/notificationChannels/7`;
    apis.channels.set('7', { name: channel, type: 'slack', labels: {} });
    await apply({ channels: [channel] });
    assert.deepEqual(alert('dead-letters')['notificationChannels'], [channel]);
    assert.deepEqual(await apply(), []);
    const [id] = [...apis.policies].find(([, { userLabels }]) =>
      JSON.stringify(userLabels).includes('dead-letters'),
    ) as [string, Json];
    apis.policies.set(id, { ...apis.policies.get(id), severity: 'ERROR' });
    assert.equal((await apply()).length, 1);
    assert.deepEqual(alert('dead-letters')['notificationChannels'], [channel]);

    await apply({ channels: ['ann@example.com'] });
    await apply({ channels: ['ann@example.com'] });
    assert.equal(apis.channels.size, 2);
    const missing = `projects/${PROJECT}/notificationChannels/8`;
    await assert.rejects(apply({ channels: [missing] }), /There is no notification channel/);
    await assert.rejects(
      apply({ channels: ['slack'] }),
      /slack is not a notification channel. Give/,
    );
  });

  it('does not overwrite a dashboard that somebody changes in the meantime', async () => {
    await apply();
    const [id, dashboard] = [...apis.dashboards][0] ?? assert.fail();
    apis.dashboards.set(id, { ...dashboard, displayName: 'Another' });
    const list = apis.dashboards.values.bind(apis.dashboards);
    // It changes as it is read.
    apis.dashboards.values = () => {
      const items = [...list()];
      apis.dashboards.set(id, { ...dashboard, etag: 'newer' });
      return items.values();
    };
    await assert.rejects(apply(), /the etag is another/);
  });

  for (const [what, status, reason, expected] of [
    ['refused credentials', 401, 'UNAUTHENTICATED', /firebase login --reauth.*their words/],
    ['a missing permission', 403, 'PERMISSION_DENIED', /A permission is missing.*their words/],
  ] as const) {
    for (const api of ['v1/projects', 'v2/projects', 'v3/projects']) {
      it(`says how to fix ${what} of ${api}`, async () => {
        apis.failNext(new RegExp(`${api}/${PROJECT}/`), status, reason, 'their words');
        const error = await diff().then(() => undefined, explain);
        assert.ok(error instanceof OperatorError);
        assert.match(error.message, expected);
      });
    }
  }
});
