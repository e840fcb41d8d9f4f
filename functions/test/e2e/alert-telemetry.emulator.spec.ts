import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { Timestamp } from 'firebase-admin/firestore';

import { createAlertAdmin } from '../../src/adapters/alert-admin.js';
import { createTenantAdmin } from '../../src/adapters/tenant-admin.js';
import type { AlertCondition, TargetSecret } from '../../src/contract/alert.js';
import { type FaultStack, startFaultStack } from '../../../harness/stack/fault-stack.js';
import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import {
  type NoticeReceiver,
  startNoticeReceiver,
} from '../../../harness/stack/notice-receiver.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { newCanary } from '../support/canary.js';
import { deliver } from '../support/deliver.js';
import { watchOutput } from '../support/watch-output.js';

/** A project of its own, as a check reads the alerts of all tenants. */
const PROJECT = `demo-alert-telemetry-${process.pid}`;
const PRELOAD = new URL('../telemetry/throws-at-alerts.mjs', import.meta.url).href;
const VERBOSE = { LOG_LEVEL: 'DEBUG', LOG_EXECUTION_ID: 'true' };
const ONE_LOG = { kind: 'count', matches: 1, minutes: 5 } as const;

/** Real processes, from a log to the targets of its alerts, and every line that they write. */
describe('what the functions of alerts write about themselves', () => {
  const firestore = emulatedFirestore({ projectId: PROJECT });
  const canary = newCanary();
  const secret = canary.text;
  const servers: FunctionServer[] = [];
  const { event, assertTellsNothing } = watchOutput(servers);
  let receiver: NoticeReceiver;
  let stack: FaultStack;
  let counter: FunctionServer;
  let sender: FunctionServer;

  before(async () => {
    receiver = await startNoticeReceiver();
    stack = await startFaultStack({
      name: 'telemetry',
      projectId: PROJECT,
      timeoutMs: 20_000,
      workers: 1,
      ingestEnv: VERBOSE,
      workerEnv: VERBOSE,
      recorderEnv: VERBOSE,
      alerts: {
        counters: 1,
        counterEnv: VERBOSE,
        senders: 1,
        senderEnv: { ...receiver.senderEnv, ...VERBOSE, ALERT_MAIL_COLLECTION: 'mail' },
      },
    });
    const { counters = [], senders = [] } = stack.alerts ?? {};
    servers.push(stack.ingest, ...stack.workers, ...stack.recorders, ...counters, ...senders);
    assert.ok(counters[0] !== undefined && senders[0] !== undefined);
    [counter, sender] = [counters[0], senders[0]];
  });

  after(async () => {
    await stack?.stop();
    await Promise.all(servers.map((server) => server.stop()));
    receiver?.close();
    await firestore.terminate();
  });

  const serve = async (
    target: 'processLogs' | 'checkAbsence',
    env: Record<string, string> = {},
  ) => {
    const topics = { PUBSUB_NOTICES_TOPIC: stack.noticesTopic };
    const common = { GCLOUD_PROJECT: PROJECT, ...topics, ...VERBOSE };
    const server = await serveFunction(target, { ...common, ...env });
    servers.push(server);
    return server;
  };

  const newTenantWithName = async () => {
    const tenant = newTenant();
    await createTenantAdmin(firestore).create(tenant, secret);
    return tenant;
  };

  /** An alert of these targets, each part of which is secret. */
  async function newAlert(
    tenant: string,
    condition: AlertCondition,
    secrets: readonly TargetSecret[],
  ): Promise<string> {
    const targets = secrets.map((one) => {
      return { id: randomUUID(), kind: one.kind, label: `label ${secret}`, secret: one };
    });
    const change = { name: `name ${secret}`, query: secret, condition, quiet_minutes: 10, targets };
    const saved = await createAlertAdmin(firestore).save(tenant, undefined, change);
    assert.ok(saved.kind === 'saved');
    return saved.alertId;
  }

  /** As somebody may edit it: Firestore refuses its notice, and quotes its target. */
  const breakAlert = (tenant: string, alertId: string) =>
    firestore
      .doc(`tenants/${tenant}/alerts/${alertId}`)
      .update({ targets: [{ id: `__${secret}__`, kind: 'slack', label: secret }] });

  const send = async (tenant_id: string, log_id: string) => {
    const text = `text ${secret}`;
    const attributes = { [`a ${secret}`]: `v ${secret}` };
    const answer = await fetch(stack.ingest.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': `${secret} no id` },
      body: JSON.stringify({ tenant_id, log_id, text, attributes }),
    });
    assert.equal(answer.status, 202);
  };

  const matchOf = (tenant_id: string, alert_id: string) => ({
    version: 1,
    tenant_id,
    batch: '0'.repeat(32),
    received_at: new Date().toISOString(),
    matches: [
      {
        alert_id,
        condition: ONE_LOG,
        logs: ['0'.repeat(16)],
        lines: [{ log_id: secret, time: new Date().toISOString(), text: secret }],
      },
    ],
  });

  it('writes no text, name, query, address or secret, whatever goes wrong', async () => {
    const attributes = { request_id: `${secret} no id`, googclient_traceparent: secret };
    const signed = (url: string): TargetSecret => ({
      kind: 'webhook',
      url,
      secrets: [{ secret: `whsec_${Buffer.from(`${secret}${secret}`).toString('base64')}` }],
    });
    const address = (path: string) => `${receiver.url}/${path}/${secret}?token=${secret}`;

    // Receivers that accept a notice, not yet, or never; and echo what they were sent.
    const said = { reason: secret, headers: { [`x-${secret}`]: secret }, body: secret };
    const tried = new Set<string>();
    receiver.answer = ({ path }) => {
      const isFirst = !tried.has(path);
      tried.add(path);
      if (path.startsWith('/gone')) return { ...said, status: 410 };
      if (path.startsWith('/flaky') && isFirst) return { ...said, status: 503 };
      if (path.startsWith('/moved')) {
        return { ...said, status: 302, headers: { location: address('good') } };
      }
      return { ...said, status: 200 };
    };
    const tenant = await newTenantWithName();
    const { port } = new URL(receiver.url);
    const alertId = await newAlert(tenant, ONE_LOG, [
      signed(address('good')),
      { kind: 'slack', url: address('gone') },
      { kind: 'discord', url: address('flaky') },
      { kind: 'teams', url: address('moved') },
      { kind: 'email', address: `${secret}@example.com` },
      { kind: 'pagerduty', routing_key: secret },
      signed(`https://${secret}.example:${port}/${secret}`),
      signed(`https://[${secret}`),
    ]);
    await send(tenant, secret);
    await event('alert_fired', { alert_id: alertId, matches: 1 });
    for (const kind of ['webhook', 'discord', 'email']) {
      await event('notice_delivered', { tenant_id: tenant, kind });
    }
    for (const reason of ['server_error', 'certificate_invalid']) {
      await event('notice_retried', { tenant_id: tenant, reason });
    }
    await event('notice_retried', { tenant_id: tenant, kind: 'pagerduty' });
    for (const reason of ['rejected', 'redirected']) {
      await event('notice_undelivered', { tenant_id: tenant, reason });
    }
    await event('notice_failed', { tenant_id: tenant, code: 'ERR_INVALID_URL' });

    // A notice that does not exist.
    const lost = { tenant_id: tenant, notice_id: randomUUID(), target_id: randomUUID() };
    const notices = firestore.collection(`tenants/${tenant}/alert_notices`);
    await notices.doc(lost.notice_id).set({ alert_id: `${secret}/${secret}`, name: secret });
    assert.equal(await deliver(sender, { version: 1, ...lost }, attributes), 500);
    await event('notice_failed', lost);

    // Malformed messages, on both topics.
    const foreign = { version: 1, tenant_id: `${secret} no id`, [secret]: secret };
    for (const data of [`poison ${secret}`, { ...foreign, notice_id: secret, matches: [secret] }]) {
      assert.ok((await deliver(counter, data, attributes)) < 300);
      assert.ok((await deliver(sender, data, attributes)) < 300);
    }
    await event('alert_message_unreadable');
    await event('notice_unreadable');

    // Alerts whose notices cannot be written, and one that waited long enough.
    const broken = await newAlert(tenant, ONE_LOG, []);
    await breakAlert(tenant, broken);
    assert.equal(await deliver(counter, matchOf(tenant, broken), attributes), 500);
    await event('alert_count_failed', { tenant_id: tenant });
    const none = { kind: 'none', minutes: 5 } as const;
    const absent = await newAlert(tenant, none, [{ kind: 'slack', url: address('absent') }]);
    const unwritten = await newAlert(tenant, none, []);
    await breakAlert(tenant, unwritten);
    const long = { seen_at: Timestamp.fromMillis(0), due_at: Timestamp.fromMillis(0) };
    for (const id of [absent, unwritten]) {
      await firestore.doc(`tenants/${tenant}/alert_absences/${id}`).update(long);
    }
    const check = await serve('checkAbsence');
    assert.equal((await fetch(check.url, { method: 'POST' })).status, 200);
    await event('alert_fired', { alert_id: absent, matches: 0 });
    await event('absence_check_failed', { alert_id: unwritten });
    await event('notice_delivered', { tenant_id: tenant, kind: 'slack' });

    // A bug in the worker, which does not stop logs from being stored.
    const worker = await serve('processLogs', {
      CANARY: secret,
      NODE_OPTIONS: `--import ${PRELOAD}`,
    });
    const message = {
      version: 1,
      tenant_id: tenant,
      source: 'json_upload',
      received_at: new Date().toISOString(),
      logs: [{ log_id: `${secret}-2`, text: `text ${secret}`, attributes: { [secret]: secret } }],
    };
    assert.ok((await deliver(worker, message, attributes)) < 300);
    const bug = await event('alerts_not_matched', { tenant_id: tenant });
    assert.match(String(bug['stack_trace']), /^Error\n +at /);
    assert.ok((await firestore.doc(`tenants/${tenant}/processed_logs/${secret}-2`).get()).exists);

    await assertTellsNothing('alerts', canary);
  });
});
