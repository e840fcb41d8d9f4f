import assert from 'node:assert/strict';
import { once } from 'node:events';

import { PubSub } from '@google-cloud/pubsub';

import { createDeadLetterStore } from '../../../../functions/src/adapters/dead-letter-store.js';
import { toRecord } from '../../../../functions/src/dead-letter/to-record.js';
import { requiredEnv } from '../../../../harness/support/env.js';
import { emulatedFirestore, newTenant } from '../../../../harness/support/firestore.js';
import { eventually } from '../../../../harness/support/eventually.js';
import {
  type GoogleApis,
  startGoogleApis,
} from '../../../../harness/google/beside-emulators/google-apis.js';
import { readGoogleMetrics } from '../../../../harness/google/google-metrics.js';
import { readMetrics } from '../../../operate/monitoring/files.js';
import { textOf } from '../../../../harness/google/messages.js';
import { namedByFilter } from '../../../../harness/google/metric-names.js';
import {
  type MonitoringApis,
  startMonitoringApis,
} from '../../../../harness/google/beside-emulators/monitoring-apis.js';
import { runScript, startScript } from '../../../../harness/support/run-script.js';

/** In the future, so that a slow machine still counts what was stored as in the last minute. */
const NOW = Date.now() + 10 * 60_000;

const instant = (ago: number) => new Date(NOW - ago);

describe('npm run status', function () {
  describe('on the emulators', () => {
    const project = `demo-status-${process.pid}`;
    const firestore = emulatedFirestore({ projectId: project });
    const pubsub = new PubSub({ projectId: project });
    const env = { ...process.env, GCLOUD_PROJECT: project, NODE_V8_COVERAGE: '' };

    const store = (tenant: string, id: string, { ago, delay }: { ago: number; delay: number }) =>
      firestore.doc(`tenants/${tenant}/processed_logs/${id}`).create({
        source: 'json_upload',
        modified_data: 'x',
        processed_at: instant(ago),
        received_at: instant(ago + delay),
        content_hash: 'h',
        redactions: {},
        redactor_version: 'v',
      });
    const die = async (tenant: string, messageId: string) => {
      const record = toRecord({
        messageId,
        publishTime: new Date().toISOString(),
        data: Buffer.from('{}'),
        attributes: { reason: 'log_id_conflict', attempts: '1', tenant_id: tenant },
      });
      await createDeadLetterStore(5_000, firestore).create(record);
      return record;
    };

    before(async () => {
      await pubsub.createTopic('log-ingestion');
      await pubsub.topic('log-ingestion').createSubscription('log-ingestion-push');
      const logs = Array.from({ length: 30 }, (_, log) =>
        store('acme', `l${log}`, { ago: 1_000, delay: 20 }),
      );
      await Promise.all([
        ...logs,
        store('beta', 'l', { ago: 1_000, delay: 700 }),
        store('beta', 'before', { ago: 12 * 60_000, delay: 700 }),
      ]);
      await die('beta', '1');
      const replayed = await die('beta', '2');
      await createDeadLetterStore(5_000, firestore).markReplayed(replayed);
      const healed = await die('beta', '4');
      const [found] = await firestore.getAll(
        firestore.doc(`tenants/beta/dead_letters/${healed.id}`),
      );
      const { seconds, nanoseconds: nanos } = found!.updateTime!;
      const later = { seconds: seconds + 86_400, nanos };
      await createDeadLetterStore(5_000, firestore).markHealed(healed, 1, later, {
        seconds,
        nanos,
      });
      await die('Not A Tenant', '3');
    });

    after(async () => {
      await pubsub.subscription('log-ingestion-push').delete();
      await pubsub.topic('log-ingestion').delete();
      await pubsub.close();
      await firestore.terminate();
    });

    it('shows what the emulators know, and says that they do not know the rest', async () => {
      const { code, stdout, stderr } = await runScript('operate/status.ts', ['--json'], env);
      assert.equal(code, 0, stderr);
      const { missing, tenants, ...figures } = JSON.parse(stdout);
      assert.equal(figures.project, project);
      assert.equal(figures.stored_per_second, 31 / 60);
      assert.deepEqual(figures.delay_ms, { p50: 20, p95: 20, p99: 700 });
      assert.equal(figures.subscriptions, 1);
      assert.equal(figures.dead_letters, 3);
      assert.equal(figures.dead_letters_waiting, 2);
      assert.equal(figures.dead_letters_healed, 1);
      assert.equal(figures.oldest_message_seconds, null);
      assert.match(missing.oldest_message_seconds, /^not on the emulators: /);
      assert.match(missing.accepted_per_second, /^not on the emulators: /);
      assert.deepEqual(tenants, [
        { tenant_id: 'beta', stored_per_second: 1 / 60, dead_letters: 2, dead_letters_waiting: 1 },
        { tenant_id: '', stored_per_second: 0, dead_letters: 1, dead_letters_waiting: 1 },
        { tenant_id: 'acme', stored_per_second: 0.5, dead_letters: 0, dead_letters_waiting: 0 },
      ]);
    });

    it('refreshes until it is interrupted', async () => {
      const child = startScript('operate/status.ts', ['--interval', '1'], env);
      let shown = '';
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (shown += text));
      await eventually('two times', () =>
        shown.split('logs stored ').length > 2 ? true : undefined,
      );
      child.kill('SIGINT');
      assert.deepEqual(await once(child, 'exit'), [0, null]);
      assert.match(shown, /│ acme +│ 0\.50\/s/);
      assert.match(shown, /waiting messages +not on the emulators: /);
    });

    it('shows what came through the functions', async () => {
      const tenant = newTenant();
      const response = await fetch(requiredEnv('INGEST_URL'), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ tenant_id: tenant, log_id: 'l', text: 'User 555-0199 left' }),
      });
      assert.equal(response.status, 202);
      const stored = emulatedFirestore();
      await eventually('the log', async () =>
        (await stored.doc(`tenants/${tenant}/processed_logs/l`).get()).exists ? true : undefined,
      );
      await stored.terminate();
      const { stdout } = await runScript('operate/status.ts', ['--json'], {
        ...process.env,
        NODE_V8_COVERAGE: '',
      });
      const { tenants, subscriptions } = JSON.parse(stdout);
      const own = tenants.find(({ tenant_id }: { tenant_id: string }) => tenant_id === tenant);
      assert.ok(own.stored_per_second > 0);
      assert.ok(subscriptions >= 1);
    });
  });

  describe('of a deployed gateway', () => {
    const project = 'deployed';
    let google: GoogleApis;
    let apis: MonitoringApis;

    const env = () => ({
      PATH: process.env['PATH'],
      HOME: '/nowhere',
      ...google.env,
      ...apis.env,
    });
    const int = (value: number, labels = {}) => ({
      metric: { labels },
      points: [{ value: { int64Value: String(value) } }],
    });
    const distribution = (count: number, mean: number) => ({
      points: [{ value: { distributionValue: { count: String(count), mean } } }],
    });
    const user = (name: string) => `logging.googleapis.com/user/ingestion.${name}`;

    beforeEach(async () => {
      google = await startGoogleApis(requiredEnv('PUBSUB_EMULATOR_HOST'), project);
      apis = await startMonitoringApis(project);
      const trigger = `projects/${project}/locations/r/triggers/t`;
      google.functions.push({
        name: `projects/${project}/locations/r/functions/processLogs`,
        eventTrigger: { trigger, retryPolicy: 'RETRY_POLICY_RETRY' },
      });
      const subscription = `projects/${project}/subscriptions/eventarc-r-processlogs`;
      google.triggers.set(trigger, { transport: { pubsub: { topic: 't', subscription } } });
    });

    afterEach(() => Promise.all([google.close(), apis.close()]));

    it('shows what Cloud Monitoring has', async () => {
      apis.series.set(user('logs.accepted'), [distribution(10, 60)]);
      apis.series.set(user('logs.stored'), [distribution(3, 100)]);
      apis.series.set(user('requests.rejected'), [int(30)]);
      apis.series.set(user('log.delay'), [{ points: [{ value: { doubleValue: 321.5 } }] }]);
      apis.series.set(user('dead_letters'), [
        int(1, { tenant_id: 'acme' }),
        int(4, { tenant_id: 'beta' }),
      ]);
      apis.series.set('pubsub.googleapis.com/subscription/num_undelivered_messages', [int(17)]);
      const { code, stdout, stderr } = await runScript(
        'operate/status.ts',
        ['--project', project, '--json'],
        env(),
      );
      assert.equal(code, 0, stderr);
      const { missing, tenants, ...figures } = JSON.parse(stdout);
      assert.equal(figures.source, 'Cloud Monitoring');
      assert.equal(figures.accepted_per_second, 2);
      assert.equal(figures.stored_per_second, 1);
      assert.equal(figures.rejected_per_second, 0.1);
      assert.equal(figures.failed_per_second, 0);
      assert.deepEqual(figures.delay_ms, { p50: 321.5, p95: 321.5, p99: 321.5 });
      assert.equal(figures.undelivered_messages, 17);
      assert.equal(figures.oldest_message_seconds, null);
      assert.match(missing.oldest_message_seconds, /no figure for the last minutes/);
      assert.equal(figures.subscriptions, 1);
      assert.equal(figures.dead_letters, 5);
      assert.deepEqual(
        tenants.map(({ tenant_id, dead_letters }: Record<string, unknown>) => [
          tenant_id,
          dead_letters,
        ]),
        [
          ['beta', 4],
          ['acme', 1],
        ],
      );

      const ofOurs = new Set(
        readMetrics().map((own) => `logging.googleapis.com/user/${textOf(own, 'name')}`),
      );
      // One point a series, made of the whole window, of metrics that there are.
      assert.ok(apis.seriesQueries.length > 10);
      const { metrics } = readGoogleMetrics();
      for (const query of apis.seriesQueries) {
        const [start, end] = ['interval.startTime', 'interval.endTime'].map((name) =>
          Date.parse(query.get(name) ?? ''),
        );
        const period = Number.parseInt(query.get('aggregation.alignmentPeriod') ?? '', 10);
        assert.equal((end ?? 0) - (start ?? 0), period * 1000);
        const filter = query.get('filter') ?? '';
        if (filter.includes('pubsub')) assert.match(filter, /one_of\("eventarc-r-processlogs"\)/);
        const { metric = '', resource } = namedByFilter(filter);
        const ofGoogle = metrics[metric];
        assert.ok(ofGoogle ? ofGoogle.resource === resource : ofOurs.has(metric), metric);
      }
    });

    it('continues if Cloud Monitoring is unreadable for a while, and says why', async () => {
      const child = startScript(
        'operate/status.ts',
        ['--project', project, '--interval', '1'],
        env(),
      );
      let shown = '';
      const until = (what: string) =>
        eventually(what, () => (shown.includes(what) ? true : undefined));
      child.stdout?.setEncoding('utf8').on('data', (text: string) => (shown += text));
      await until('waiting messages');
      apis.failNext(/timeSeries/, 403, 'PERMISSION_DENIED', 'timeSeries.list denied');
      await until('The refresh failed: A permission is missing');
      assert.match(shown, /timeSeries\.list denied/);
      await eventually('a reading', () => {
        // The rest of the frame that says so, or a later one.
        if (shown.includes('refresh failed')) shown = '';
        return shown.includes('waiting messages') ? true : undefined;
      });
      child.kill('SIGINT');
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });
  });
});
