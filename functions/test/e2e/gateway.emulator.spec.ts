import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import { PubSub } from '@google-cloud/pubsub';

import { requiredEnv } from '../../../harness/support/env.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { ENCODINGS, otelRecord, otlpBody } from '../support/otlp.js';

const url = requiredEnv('INGEST_URL');
const firestore = emulatedFirestore();
const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });

const post = (headers: Record<string, string>, body: string | Buffer, path = '') =>
  fetch(url + path, { method: 'POST', headers, body });

const postJson = (log: unknown) =>
  post({ 'content-type': 'application/json' }, JSON.stringify(log));

const stored = (tenant: string, id: string) =>
  eventually(`log ${id} of ${tenant}`, async () => {
    const snapshot = await firestore.doc(`tenants/${tenant}/processed_logs/${id}`).get();
    return snapshot.exists ? snapshot : undefined;
  });

const firstOf = (path: string, field: string, value: string) =>
  eventually(`${path} with ${field} ${value}`, async () => {
    const { docs } = await firestore.collection(path).where(field, '==', value).get();
    return docs[0];
  });

describe('the gateway on the Functions emulator', () => {
  after(async () => {
    await firestore.terminate();
    await pubsub.close();
  });

  it('accepts a JSON log and stores it redacted', async () => {
    const tenant = newTenant();
    const response = await postJson({
      tenant_id: tenant,
      log_id: 'log_12345',
      text: 'User 555-0199 accessed the system',
    });
    assert.equal(response.status, 202);
    assert.deepEqual(await response.json(), {
      status: 'accepted',
      log_id: 'log_12345',
      message: 'Data queued for processing',
    });
    const document = await stored(tenant, 'log_12345');
    assert.equal(document.get('source'), 'json_upload');
    assert.equal(document.get('original_text'), 'User 555-0199 accessed the system');
    assert.equal(document.get('modified_data'), 'User [REDACTED] accessed the system');
  });

  it('accepts raw text and stores it under the id in its answer', async () => {
    const tenant = newTenant();
    const text = 'first line: ann@example.com\r\nsecond line 🧯\n';
    const response = await post({ 'content-type': 'text/plain', 'x-tenant-id': tenant }, text);
    assert.equal(response.status, 202);
    const { log_id } = (await response.json()) as { log_id: string };
    const document = await stored(tenant, log_id);
    assert.equal(document.get('source'), 'text_upload');
    assert.equal(document.get('original_text'), text);
    assert.equal(document.get('modified_data'), text.replace('ann@example.com', '[REDACTED]'));
  });

  for (const [name, text] of [
    ['emoji', '🧯👨‍👩‍👧‍👦'],
    ['right-to-left text', 'שלום مرحبا'],
    ['NUL and other controls', 'a\u0000b\u0001\u001b[31mc\u007f'],
    ['a byte order mark', '\uFEFFfirst'],
    ['noncharacters', 'x\uFFFE\uFFFF\u{10FFFF}'],
  ] as const) {
    it(`stores ${name} exactly as sent, as raw text and as JSON`, async () => {
      const tenant = newTenant();
      await post({ 'content-type': 'text/plain', 'x-tenant-id': tenant, 'x-log-id': 'raw' }, text);
      await postJson({ tenant_id: tenant, log_id: 'json', text });
      assert.equal((await stored(tenant, 'raw')).get('original_text'), text);
      assert.equal((await stored(tenant, 'json')).get('original_text'), text);
    });
  }

  it('stores the longest text it accepts, even if every part of it is redacted', async () => {
    const tenant = newTenant();
    const text = '555-0199 '.repeat(45_511);
    assert.ok(text.length > 400 * 1024 - 9 && text.length <= 400 * 1024);
    const response = await postJson({ tenant_id: tenant, log_id: 'long', text });
    assert.equal(response.status, 202);
    const document = await stored(tenant, 'long');
    assert.equal(document.get('modified_data'), '[REDACTED] '.repeat(45_511));
  });

  it('keeps the first log of an id and records the second as a dead letter', async () => {
    const tenant = newTenant();
    await postJson({ tenant_id: tenant, log_id: 'l1', text: 'first' });
    await stored(tenant, 'l1');
    await postJson({ tenant_id: tenant, log_id: 'l1', text: 'second' });
    const letter = await firstOf(`tenants/${tenant}/dead_letters`, 'log_id', 'l1');
    assert.equal(letter.get('reason'), 'log_id_conflict');
    assert.equal(JSON.parse(letter.get('payload')).logs[0].text, 'second');
    assert.equal((await stored(tenant, 'l1')).get('original_text'), 'first');
  });

  it('records an undecodable message where no client can read it, and goes on', async () => {
    const marker = `poison ${newTenant()}`;
    await pubsub.topic('log-ingestion').publishMessage({ data: Buffer.from(marker) });
    const letter = await firstOf('dead_letters', 'payload', marker);
    assert.equal(letter.get('reason'), 'undecodable');

    const tenant = newTenant();
    await postJson({ tenant_id: tenant, log_id: 'next', text: 'good' });
    await stored(tenant, 'next');
  });

  it('accepts a compressed batch with a line that is not JSON, and reports the status of one of its logs', async () => {
    const tenant = newTenant();
    const headers = { 'x-tenant-id': tenant };
    const lines = gzipSync(
      '{"log_id":"b1","text":"one"}\n{"text":}\nnull\n{"log_id":"b2","text":"two"}',
    );
    const response = await post(
      { ...headers, 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip' },
      lines,
    );
    assert.equal(response.status, 202);
    const told = (await response.json()) as Record<'log_ids' | 'rejected' | 'repairs', unknown[]>;
    const [first, second, third] = told.log_ids;
    assert.deepEqual([first, third, told.rejected.length], ['b1', 'b2', 1]);
    assert.deepEqual(told.repairs, [{ pointer: '/1', repair: 'not_json' }]);
    const repaired = await stored(tenant, String(second));
    assert.equal(repaired.get('original_text'), '{"text":}');
    assert.deepEqual(repaired.get('repairs'), [{ pointer: '', repair: 'not_json' }]);
    assert.equal((await stored(tenant, 'b1')).get('original_text'), 'one');
    assert.equal((await stored(tenant, 'b2')).get('original_text'), 'two');
    const status = await fetch(`${url}/v1/logs/b2`, { headers });
    assert.equal(((await status.json()) as { status: string }).status, 'processed');
  });

  it('reports the status of a log by the id that was sent', async () => {
    const tenant = newTenant();
    const ids = ['order/5', 'a b', '..', '__x__', 'ä?#', 'i'.repeat(1_600)];
    const batch = ids.map((log_id) => ({ tenant_id: tenant, log_id, text: 'x' }));
    const response = await postJson([...batch, { tenant_id: tenant, log_id: 7, text: 'x' }]);
    assert.equal(response.status, 202);
    const { log_ids } = (await response.json()) as { log_ids: string[] };
    for (const id of [...ids, '7', ...log_ids]) {
      const found = await eventually(`the status of ${id.slice(0, 20)}`, async () => {
        // Clients resolve two dots as the parent path, escaped or not: it is found by the document’s id.
        const path = encodeURIComponent(id).replaceAll('.', '%252E');
        const headers = { 'x-tenant-id': tenant };
        const status = await fetch(`${url}/v1/logs/${path}`, { headers });
        return status.status === 200 ? ((await status.json()) as { status: string }) : undefined;
      });
      assert.equal(found.status, 'processed');
    }
  });

  it('accepts a log larger than a document, and reports it stored once all of it is', async () => {
    const tenant = newTenant();
    const text = 'from ann@example.com, a line\n'.repeat(40_000);
    const response = await postJson({ tenant_id: tenant, log_id: 'large/1', text });
    assert.equal(response.status, 202);
    const status = await eventually('the status of the whole', async () => {
      const path = `${url}/v1/logs/large%2F1`;
      const answer = await fetch(path, { headers: { 'x-tenant-id': tenant } });
      const told = (await answer.json()) as { status: string; parts?: Record<string, number> };
      return told.status === 'processed' ? told : undefined;
    });
    const { docs } = await firestore.collection(`tenants/${tenant}/processed_logs`).get();
    assert.deepEqual(status.parts, { total: docs.length, processed: docs.length });
    assert.ok(docs.length > 1);
    const parts = docs.toSorted((a, b) => a.get('split').index - b.get('split').index);
    assert.equal(parts.map((part) => part.get('original_text')).join(''), text);
    const redacted = parts.map((part) => part.get('modified_data')).join('');
    assert.equal(redacted, text.replaceAll('ann@example.com', '[REDACTED]'));
  });

  for (const encoding of ENCODINGS) {
    it(`accepts OTLP in ${encoding}`, async () => {
      const tenant = newTenant();
      const headers = { 'x-tenant-id': tenant, 'content-type': encoding };
      const response = await post(headers, otlpBody(encoding, [otelRecord()]), '/v1/logs');
      assert.equal(response.status, 200);
      const logs = firestore.collection(`tenants/${tenant}/processed_logs`);
      const [document] = await eventually('the record', async () => {
        const { docs } = await logs.get();
        return docs.length > 0 ? docs : undefined;
      });
      assert.equal(document?.get('source'), 'otlp_upload');
      assert.equal(document?.get('modified_data'), 'User [REDACTED] left');
    });
  }

  it('describes itself', async () => {
    const response = await fetch(`${url}/openapi.json`);
    assert.equal(((await response.json()) as { openapi: string }).openapi, '3.1.0');
  });

  it('reports its health', async () => {
    const response = await fetch(`${url}/health`);
    assert.equal(response.status, 200);
    assert.equal(((await response.json()) as { service: string }).service, 'ingest');
  });

  const json = { 'content-type': 'application/json' };
  for (const [name, response, status] of [
    ['malformed JSON', () => post(json, '{"tenant_id": "acme", "text": secret-canary'), 400],
    ['no body', () => post(json, ''), 400],
    ['invalid UTF-8', () => post(json, Buffer.from([0x22, 0xff, 0x22])), 400],
    ['a tenant that leaves its path', () => postJson({ tenant_id: '../x', text: 'x' }), 400],
    ['an image', () => post({ 'content-type': 'image/png' }, 'secret-canary'), 415],
    [
      'a log without content in a charset nobody knows',
      () => post({ 'content-type': 'application/json; charset=secret-canary' }, '{}'),
      400,
    ],
    [
      'a body that only claims to be gzip',
      () => post({ ...json, 'content-encoding': 'gzip' }, 'secret-canary'),
      400,
    ],
    [
      'a bomb of 1 GB',
      () => {
        const part = gzipSync(Buffer.alloc(100_000_000));
        const bomb = Buffer.concat(Array.from({ length: 10 }, () => part));
        return post({ ...json, 'content-encoding': 'gzip' }, bomb);
      },
      413,
    ],
    [
      'a form that names no tenant',
      () => post({ 'content-type': 'application/x-www-form-urlencoded' }, 'a=secret-canary'),
      400,
    ],
    ['another method', () => fetch(url, { method: 'PUT', body: 'secret-canary' }), 405],
    ['another path', () => post(json, '{}', '/other'), 404],
  ] as const) {
    it(`answers ${status} to ${name} with a problem, without an echo`, async () => {
      const answer = await response();
      const body = await answer.text();
      assert.equal(answer.status, status, body);
      assert.equal(answer.headers.get('content-type'), 'application/problem+json');
      assert.equal(JSON.parse(body).status, status);
      assert.ok(!body.includes('secret-canary'));
      assert.ok(!/\bat .*:\d+:\d+/.test(body));
      if (status === 405) assert.equal(answer.headers.get('allow'), 'POST, GET, HEAD, OPTIONS');
    });
  }
});
