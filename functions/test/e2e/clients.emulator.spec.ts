import assert from 'node:assert/strict';

import { createTenantAdmin } from '../../src/adapters/tenant-admin.js';
import { type FaultStack, startFaultStack } from '../../../harness/stack/fault-stack.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { readSnippets, runSnippet } from '../support/snippets.js';

/** `npm run test:shippers` */
const NOT_HERE = new Set(['syslog-ng', 'syslog-ng-elasticsearch', 'rsyslog']);

/** What must be stored for each client of docs/clients.md: texts, and fields of the first. */
const EXPECTED: Record<string, { texts: string[]; fields: Record<string, unknown> }> = {
  'curl-json': {
    texts: ['curl sends JSON'],
    fields: { source: 'json_upload', severity: 'INFO', attributes: { service: 'shop' } },
  },
  'curl-text': {
    texts: ['curl sends text\nof two lines\n'],
    fields: { source: 'text_upload' },
  },
  'curl-file': { texts: ['curl sends line 1', 'curl sends line 2'], fields: {} },
  'curl-gzip': { texts: ['curl sends gzip'], fields: { source: 'json_upload' } },
  'otel-json': {
    texts: ['OpenTelemetry sends JSON'],
    fields: {
      source: 'otlp_upload',
      severity: 'WARNING',
      'attributes.resource': { 'service.name': 'shop' },
      'attributes.scope': { name: 'cart' },
      'attributes.severity_text': 'WARN',
      'attributes.attributes': { 'user.id': 7 },
    },
  },
  'otel-proto': {
    texts: ['{"event":"OpenTelemetry sends protobuf","order":5}'],
    fields: { source: 'otlp_upload', severity: 'ERROR' },
  },
  winston: {
    texts: ['winston sends a log'],
    fields: { severity: 'WARNING', attributes: { service: 'shop', cart: { items: 3 } } },
  },
  pino: {
    texts: ['pino sends a log'],
    fields: { severity: 'ERROR', 'attributes.order': { id: 5 }, 'attributes.level': 50 },
  },
  'pino-loki': {
    texts: ['pino-loki sends a log'],
    fields: { source: 'loki_push', severity: 'ERROR', 'attributes.app': 'shop' },
  },
  'winston-loki': {
    texts: ['winston-loki sends a log {"cart":{"items":3},"level":"warn"}'],
    fields: { source: 'loki_push', severity: 'WARNING', attributes: { app: 'shop' } },
  },
  elasticsearch: {
    texts: ['Elasticsearch’s client sends a log'],
    fields: { source: 'elasticsearch_bulk', attributes: { _index: 'shop' } },
  },
  'pino-elasticsearch': {
    texts: ['pino-elasticsearch sends a log'],
    fields: { source: 'elasticsearch_bulk', severity: 'ERROR', 'attributes.order': { id: 5 } },
  },
  'splunk-logging': {
    texts: ['splunk-logging sends a log'],
    fields: { source: 'splunk_hec', severity: 'WARNING' },
  },
  'winston-splunk': {
    texts: ['winston sends to Splunk'],
    fields: { source: 'splunk_hec', severity: 'WARNING', 'attributes.meta.cart': { items: 3 } },
  },
  datadog: {
    texts: ['pino sends to Datadog'],
    fields: { source: 'datadog_logs', severity: 'ERROR', 'attributes.tags': { env: 'prod' } },
  },
  'pino-seq': {
    texts: ['pino sends to Seq'],
    fields: { source: 'seq_events', severity: 'ERROR', 'attributes.order': { id: 5 } },
  },
  'winston-seq': {
    texts: ['winston sends to Seq'],
    fields: { source: 'seq_events', severity: 'WARNING', 'attributes.System': 'Seq' },
  },
  gelf: {
    texts: ['GELF over HTTP'],
    fields: { source: 'gelf_http', severity: 'WARNING', 'attributes.order': 5 },
  },
  browser: { texts: ['A page sends a log'], fields: { severity: 'ERROR' } },
};

describe('the clients of docs/clients.md, word for word', function () {
  const firestore = emulatedFirestore();
  const admin = createTenantAdmin(firestore);
  let stack: FaultStack;

  before(async () => {
    const ingestEnv = { INGEST_AUTH: 'api_key', INGEST_CORS_ORIGINS: 'https://app.example.com' };
    stack = await startFaultStack({
      name: `clients-${process.pid}`,
      workers: 1,
      timeoutMs: 20_000,
      ingestEnv,
    });
  });

  after(async () => {
    await stack?.stop();
    await firestore.terminate();
  });

  const newKey = async () => {
    const tenant = newTenant();
    await admin.create(tenant, '');
    return { tenant, key: (await admin.createKey(tenant, '')).key };
  };

  it('are each tested', async () => {
    const named = [...(await readSnippets()).keys()].filter((name) => !NOT_HERE.has(name));
    assert.deepEqual(named.toSorted(), Object.keys(EXPECTED).toSorted());
  });

  for (const [name, { texts, fields }] of Object.entries(EXPECTED)) {
    it(`${name}: what it sends is stored`, async () => {
      const snippet = (await readSnippets()).get(name);
      assert.ok(snippet);
      const { tenant, key } = await newKey();
      await runSnippet(snippet, {
        GATEWAY_URL: `${stack.ingest.url}/ingest`,
        GATEWAY_KEY: key,
      }).catch((error: unknown) => assert.fail(String(error)));
      const logs = firestore.collection(`tenants/${tenant}/processed_logs`);
      const docs = await eventually(`what ${name} sent`, async () => {
        const found = (await logs.get()).docs;
        return found.length >= texts.length ? found : undefined;
      });
      assert.deepEqual(docs.map((doc) => String(doc.get('original_text'))).toSorted(), texts);
      for (const [field, value] of Object.entries(fields)) {
        assert.deepEqual(docs[0]?.get(field), value, field);
      }
    });
  }

  it('only pages of a configured origin may send', async () => {
    const preflight = (origin: string) =>
      fetch(stack.ingest.url, {
        method: 'OPTIONS',
        headers: { origin, 'access-control-request-method': 'POST' },
      });
    const known = await preflight('https://app.example.com');
    assert.equal(known.headers.get('access-control-allow-origin'), 'https://app.example.com');
    const other = await preflight('https://evil.example.com');
    assert.equal(other.headers.get('access-control-allow-origin'), null);
  });

  it('a client can ask what became of its log, and learns nothing about another tenant’s', async () => {
    const [{ key }, stranger] = [await newKey(), await newKey()];
    const post = (text: string) =>
      fetch(stack.ingest.url, {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'text/plain', 'x-log-id': 'asked:1' },
        body: text,
      });
    const ask = (by: string, id = 'asked:1') =>
      fetch(`${stack.ingest.url}/v1/logs/${id}`, { headers: { 'x-api-key': by } });
    assert.equal((await ask(key)).status, 404);
    await post('first');
    const first = await eventually('the log to be processed', async () => {
      const answer = await ask(key);
      return answer.status === 200 ? ((await answer.json()) as Record<string, string>) : undefined;
    });
    assert.equal(first['status'], 'processed');
    assert.ok(Date.parse(first['processed_at'] ?? '') >= Date.parse(first['received_at'] ?? ''));
    await post('second');
    const letter = await eventually('the conflict to be told', async () => {
      const body = (await (await ask(key)).json()) as { dead_letter?: { reason: string } };
      return body.dead_letter;
    });
    assert.equal(letter.reason, 'log_id_conflict');
    assert.equal((await ask(stranger.key)).status, 404);
    assert.equal((await ask('none')).status, 401);
  });
});
