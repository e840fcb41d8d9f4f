import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { createDeadLetterStore } from '../../src/adapters/dead-letter-store.js';
import { createTenantAdmin } from '../../src/adapters/tenant-admin.js';
import { createReplay } from '../../src/dead-letter/replay.js';
import { type FaultStack, startFaultStack } from '../../../harness/stack/fault-stack.js';
import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { newCanary } from '../support/canary.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { eventsIn, traceOf } from '../support/events.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { otelRecord, otlpBody } from '../support/otlp.js';
import { watchOutput } from '../support/watch-output.js';

const PROJECT = requiredEnv('GCLOUD_PROJECT');
const PRELOAD = new URL('../telemetry/throws-at-random.mjs', import.meta.url).href;

/** A trace that a client, or the platform, began. */
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN_ID = '00f067aa0ba902b7';
const TRACEPARENT = `00-${TRACE_ID}-${SPAN_ID}-01`;
const JOINED = [`projects/${PROJECT}/traces/${TRACE_ID}`, SPAN_ID, true];

/** Real processes, from the request to the dead letter, and every line that they write. */
describe('what the functions write about themselves', function () {
  const firestore = emulatedFirestore();
  const tenant = newTenant();
  const canary = newCanary();
  const servers: FunctionServer[] = [];
  const { lines, event, assertTellsNothing } = watchOutput(servers);
  let stack: FaultStack;
  let key: string;

  before(async () => {
    // `firebase deploy` sets the latter: the platform then parses every line and adds to it.
    const verbose = { LOG_LEVEL: 'DEBUG', LOG_EXECUTION_ID: 'true' };
    const impatient = { ...verbose, PUBLISH_TIMEOUT_MS: '5000', STORE_TIMEOUT_MS: '5000' };
    stack = await startFaultStack({
      name: `telemetry-${process.pid}`,
      workers: 1,
      ingestEnv: { INGEST_AUTH: 'api_key', ...impatient },
      workerEnv: impatient,
      recorderEnv: verbose,
    });
    servers.push(stack.ingest, ...stack.recorders, ...stack.workers);
    const admin = createTenantAdmin(firestore);
    await admin.create(tenant, canary.text);
    ({ key } = await admin.createKey(tenant, canary.text));
  });

  after(async () => {
    await stack?.stop();
    await Promise.all(servers.map((server) => server.stop()));
    await firestore.terminate();
  });

  const serve = async (...args: Parameters<typeof serveFunction>) => {
    const server = await serveFunction(...args);
    servers.push(server);
    return server;
  };

  const send = (body: string | Buffer, headers: Record<string, string> = {}, path = '/ingest') =>
    fetch(`${stack.ingest.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
      body,
    });

  const sendLog = (log: object, headers: Record<string, string> = {}) =>
    send(JSON.stringify(log), headers);

  /** What Eventarc calls a function with. */
  const push = (server: FunctionServer, data: Buffer, attributes: Record<string, string> = {}) =>
    fetch(server.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'ce-specversion': '1.0',
        'ce-id': '1',
        'ce-source': '//pubsub.googleapis.com/projects/p/topics/t',
        'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
      },
      body: JSON.stringify({
        message: {
          messageId: '4711',
          publishTime: '2026-01-15T10:30:00Z',
          data: data.toString('base64'),
          attributes,
        },
        subscription: 's',
      }),
    });

  it('follows a request to its stored log, its dead letter and that letter’s replay', async () => {
    await sendLog({ log_id: 'taken', text: 'the first' });
    await event('message_processed', { tenant_id: tenant, stored: 1 });
    const request_id = 'client:42~a';
    const headers = { 'x-request-id': request_id, traceparent: TRACEPARENT };
    const logs = [
      { log_id: 'mine', text: 'mail ann@example.com or 555-0199' },
      { log_id: 'taken', text: 'another' },
      { log_id: 'empty', text: ' ' },
    ];
    const answer = await sendLog(logs, headers);
    assert.equal(answer.status, 202);
    assert.equal(answer.headers.get('x-request-id'), request_id);

    const accepted = await event('request_accepted', { request_id });
    assert.deepEqual(
      [accepted['tenant_id'], accepted['logs'], accepted['rejected'], accepted['source']],
      [tenant, 2, 1, 'json_upload'],
    );
    const processed = await event('message_processed', { request_id });
    assert.deepEqual(
      [processed['stored'], processed['conflict'], processed['dead'], processed['attempt']],
      [1, 1, 0, 1],
    );
    assert.deepEqual([processed['redactions_email'], processed['redactions_phone']], [1, 1]);
    assert.ok(Number(processed['delay_ms']) < 60_000);
    const dead = await event('log_dead', { request_id });
    assert.deepEqual([dead['reason'], dead['log_id']], ['log_id_conflict', 'taken']);
    const recorded = await event('dead_letter_recorded', { request_id });
    assert.deepEqual([recorded['reason'], recorded['tenant_id']], ['log_id_conflict', tenant]);
    for (const line of [accepted, processed, dead, recorded])
      assert.deepEqual(traceOf(line), JOINED);

    const stored = await firestore.doc(`tenants/${tenant}/processed_logs/mine`).get();
    assert.equal(stored.get('request_id'), request_id);
    const letters = createDeadLetterStore(10_000, firestore);
    const letter = await letters.get(tenant, String(recorded['dead_letter_id']));
    assert.ok(letter !== undefined);
    assert.equal(letter.document.request_id, request_id);
    const replay = createReplay({
      publish: async (data, attributes) => {
        await stack.pubsub.topic(stack.topic).publishMessage({ data, attributes });
      },
      markReplayed: (replayed, as) => letters.markReplayed(replayed, as),
    });
    assert.equal((await replay(letter, { newId: true })).outcome, 'replayed');
    const replayed = await event('message_processed', { replay_of: letter.id });
    assert.equal(replayed['stored'], 1);
    assert.equal(replayed.request_id, request_id);
    assert.deepEqual(traceOf(replayed), JOINED);
  });

  it('gives every answer the id of its request', async () => {
    const at = (path: string, init: RequestInit = {}) => fetch(`${stack.ingest.url}${path}`, init);
    const asked = { headers: { 'x-request-id': 'mine' } };
    for (const path of ['/health', '/openapi.json', '/nowhere', '/ingest', '/v1/logs/none']) {
      assert.equal((await at(path, asked)).headers.get('x-request-id'), 'mine', path);
    }
    const preflight = await at('/ingest', { method: 'OPTIONS', ...asked });
    assert.equal(preflight.headers.get('x-request-id'), 'mine');
    for (const unsafe of ['a b', 'ann@example.com', 'x'.repeat(129), '"quoted"', '']) {
      const { headers } = await at('/health', { headers: { 'x-request-id': unsafe } });
      assert.match(headers.get('x-request-id') ?? '', /^req_[0-9a-f]{32}$/);
    }
  });

  it('writes no text, attribute, key or refused value of a log, whatever goes wrong', async () => {
    const secret = canary.text;
    const log = { text: `text ${secret}`, attributes: { [`a ${secret}`]: `v ${secret}` } };
    const bad = async (status: number, ...args: Parameters<typeof send>) =>
      assert.equal((await send(...args)).status, status, String(args[0]).slice(0, 100));

    // Accepted, in every format.
    await bad(202, JSON.stringify({ ...log, [`other ${secret}`]: secret }));
    await bad(202, `text ${secret}`, { 'content-type': 'text/plain' });
    await bad(
      202,
      [log, { text: secret, log_id: `${secret} no id` }].map((l) => JSON.stringify(l)).join('\n'),
      {
        'content-type': 'application/x-ndjson',
      },
    );
    const otlp = { 'content-type': 'application/x-protobuf' };
    const record = otelRecord({ body: secret, attributes: { [secret]: secret } });
    await bad(200, otlpBody('application/x-protobuf', [record]), otlp, '/v1/logs');

    // Refused, for each part of a request.
    await bad(400, `{"text": "${secret}`);
    await bad(400, JSON.stringify({ attributes: {}, text: '', log_id: secret }));
    await bad(403, JSON.stringify({ ...log, tenant_id: secret }));
    await bad(403, JSON.stringify(log), { 'x-tenant-id': secret });
    await bad(415, JSON.stringify(log), { 'content-type': `image/${secret}` });
    await bad(415, JSON.stringify(log), { 'content-encoding': secret });
    await bad(400, `not gzip ${secret}`, { 'content-encoding': 'gzip' });
    await bad(400, gzipSync(`{ ${secret}`), { 'content-encoding': 'gzip' });
    await bad(400, `not protobuf ${secret}`, otlp, '/v1/logs');
    await bad(401, JSON.stringify(log), { authorization: `Bearer ${secret}` });
    await bad(401, JSON.stringify(log), { authorization: '', 'x-api-key': secret });

    await bad(202, JSON.stringify([log]), { 'idempotency-key': `${secret} no id/` });

    // Repaired, and refused if the client asks for strict handling.
    for (const [body, headers] of [
      [`{"text": "a", "${secret}": 1, "${secret}": 2}`, {}],
      [Buffer.from(`{"text": "\xff ${secret}"}`, 'latin1'), {}],
      [JSON.stringify({ ...log, log_id: `${secret} no id/` }), {}],
      [JSON.stringify({ ...log, timestamp: secret }), {}],
      [JSON.stringify(log), { 'x-log-id': `${secret} no id/` }],
      [JSON.stringify({ text: secret.repeat(50_000) }), {}],
    ] as const) {
      await bad(202, body, headers);
      await bad(400, body, { ...headers, prefer: 'handling=strict' });
    }
    await bad(404, JSON.stringify(log), {}, `/${secret}?q=${secret}`);
    const traced = {
      'x-request-id': `${secret} no id`,
      traceparent: secret,
      'x-cloud-trace-context': `${secret}/1;o=1`,
      'user-agent': secret,
    };
    await bad(202, JSON.stringify(log), traced);
    const status = await fetch(`${stack.ingest.url}/v1/logs/${secret}?q=${secret}`, {
      headers: { authorization: `Bearer ${key}` },
    });
    assert.equal(status.status, 404);
    await event('request_served', { route: 'status', status: 404 });

    // Dead at once because of the message: unreadable, another schema, a bad log, a conflict.
    const topic = stack.pubsub.topic(stack.topic);
    const attributes = {
      request_id: `${secret} no id`,
      googclient_traceparent: secret,
      replay_of: `${secret} no id`,
    };
    const message = {
      version: 1,
      tenant_id: tenant,
      source: 'json_upload',
      received_at: '2026-01-15T10:30:00Z',
    };
    await topic.publishMessage({ data: Buffer.from(`poison ${secret}`), attributes });
    await topic.publishMessage({ json: { ...message, [secret]: secret, source: secret } });
    await topic.publishMessage({
      json: { ...message, logs: [secret, { log_id: 'l1', [secret]: secret, text: 1 }] },
    });
    await bad(202, JSON.stringify({ log_id: 'twice', text: `one ${secret}` }));
    await bad(202, JSON.stringify({ log_id: 'twice', text: `other ${secret}` }));
    for (const reason of ['undecodable', 'schema_mismatch', 'invalid_log', 'log_id_conflict']) {
      await event('log_dead', { reason });
      await event('dead_letter_recorded', { reason });
    }

    // What fails: the store, Pub/Sub, the record of a dead letter, and a bug.
    stack.workersToFirestore.cut();
    await bad(202, JSON.stringify(log), { 'x-request-id': 'cut-off' });
    const failed = await event('message_failed', { request_id: 'cut-off' });
    stack.workersToFirestore.restore();
    assert.deepEqual([failed['stored'], failed['retry'], failed['attempt']], [0, 1, 1]);
    stack.ingestToPubsub.cut();
    await bad(503, JSON.stringify(log), { 'x-request-id': 'unpublished' });
    stack.ingestToPubsub.restore();
    await event('publish_failed', { request_id: 'unpublished' });
    const away = {
      // Nobody listens there.
      FIRESTORE_EMULATOR_HOST: '127.0.0.1:9',
      STORE_TIMEOUT_MS: '300',
    };
    const recorder = await serve('recordDeadLetters', { GCLOUD_PROJECT: PROJECT, ...away });
    assert.equal((await push(recorder, Buffer.from(secret), { detail: secret })).status, 500);
    await event('dead_letter_failed');

    // A letter that is sent back, one of a deleted tenant, and a tenant that cannot be read.
    const healer = await serve('recordDeadLetters', {
      GCLOUD_PROJECT: PROJECT,
      PUBSUB_TOPIC: stack.topic,
    });
    const exhausted = { CloudPubSubDeadLetterSourceDeliveryCount: '5' };
    const letterOf = (tenant_id: string) =>
      Buffer.from(JSON.stringify({ ...message, tenant_id, logs: [{ log_id: 'l2', ...log }] }));
    assert.ok((await push(healer, letterOf(tenant), exhausted)).ok);
    await event('dead_letter_healed');
    const admin = createTenantAdmin(firestore);
    const [gone, unreadable] = [newTenant(), newTenant()];
    await Promise.all([gone, unreadable].map((id) => admin.create(id, canary.text)));
    await admin.delete(gone, () => {});
    assert.ok((await push(healer, letterOf(gone), exhausted)).ok);
    await event('dead_letter_discarded', { tenant_id: gone });
    const settings = { retention_days: 30.5, [secret]: secret };
    await firestore.doc(`tenants/${unreadable}`).update({ settings });
    assert.ok((await push(healer, letterOf(unreadable), exhausted)).ok);
    await event('tenant_unreadable', { tenant_id: unreadable });

    // A delivery that Pub/Sub does not count, as without a dead-letter policy.
    const worker = await serve('processLogs', { GCLOUD_PROJECT: PROJECT, ...away });
    assert.equal((await push(worker, letterOf(tenant))).status, 500);
    await event('delivery_policy_missing');

    const broken = await serve('ingest', {
      GCLOUD_PROJECT: PROJECT,
      INGEST_AUTH: 'open',
      CANARY: secret,
      NODE_OPTIONS: `--import ${PRELOAD}`,
    });
    const answer = await fetch(broken.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': 'bug' },
      body: JSON.stringify({ tenant_id: 'acme', ...log }),
    });
    assert.equal(answer.status, 500);
    const bug = await event('ingest_failed', { request_id: 'bug' });
    assert.match(String(bug['stack_trace']), /^Error\n +at .*newLogId/s);

    await event('message_processed', { request_id: 'cut-off' });
    await assertTellsNothing('intake', canary);
    assert.deepEqual(
      lines().filter((line) => line.includes(key)),
      [],
    );
  });

  it('obeys LOG_LEVEL', async () => {
    const env = { GCLOUD_PROJECT: PROJECT, INGEST_AUTH: 'open', PUBSUB_TOPIC: stack.topic };
    const quiet = await serveFunction('ingest', { ...env, LOG_LEVEL: 'error' });
    const plain = await serveFunction('ingest', env);
    try {
      for (const { url } of [quiet, plain]) {
        const text = {
          method: 'POST',
          headers: { 'content-type': 'text/plain', 'x-tenant-id': tenant },
        };
        assert.equal((await fetch(url, { ...text, body: 'a log' })).status, 202);
        assert.equal((await fetch(`${url}/health`)).status, 200);
        assert.equal((await fetch(`${url}/nowhere`)).status, 404);
      }
      const written = ({ output }: FunctionServer) => eventsIn(output).map((line) => line.event);
      await eventually('the last line', () => written(plain)[2]);
      assert.deepEqual(written(plain), ['ingest_open', 'request_accepted', 'request_rejected']);
      assert.deepEqual(written(quiet), []);
    } finally {
      await Promise.all([quiet.stop(), plain.stop()]);
    }
  });
});
