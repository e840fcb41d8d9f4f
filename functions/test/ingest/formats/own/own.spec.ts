import assert from 'node:assert/strict';

import type { LogMessage } from '../../../../src/contract/log-message.js';
import { authenticateByKey } from '../../../../src/ingest/admission/authenticate.js';
import type { IngestRequest } from '../../../../src/ingest/http/http.js';
import { intake, NOW } from '../../../support/intake.js';
import { jsonRequest, textRequest } from '../../../support/request.js';

async function publishedFor(request: IngestRequest): Promise<LogMessage> {
  const { acceptLogs, published } = intake();
  assert.equal((await acceptLogs(request)).status, 202);
  assert.equal(published.length, 1);
  return published[0] as LogMessage;
}

describe('one log', () => {
  it('answers a JSON log with exactly the body of the contract', async () => {
    const { acceptLogs } = intake();
    const { status, body } = await acceptLogs(
      jsonRequest({ tenant_id: 'acme', log_id: 'log_12345', text: 'User 555-0199' }),
    );
    assert.equal(status, 202);
    assert.deepEqual(body, {
      status: 'accepted',
      log_id: 'log_12345',
      message: 'Data queued for processing',
    });
  });

  it('publishes a JSON log in the common format', async () => {
    const message = await publishedFor(
      jsonRequest({
        tenant_id: 'Acme',
        log_id: 'l1',
        text: ' kept  as sent\n',
        timestamp: '2024-01-15T11:30:00.123456789+01:00',
        severity: 'warn',
        attributes: { user: { id: 7 }, tags: ['a', null, true] },
      }),
    );
    assert.deepEqual(message, {
      version: 1,
      tenant_id: 'acme',
      source: 'json_upload',
      received_at: NOW.toISOString(),
      logs: [
        {
          time: '2024-01-15T11:30:00.123456789+01:00',
          log_id: 'l1',
          text: ' kept  as sent\n',
          timestamp: '2024-01-15T11:30:00.123456789+01:00',
          severity: 'WARNING',
          attributes: { user: { id: 7 }, tags: ['a', null, true] },
        },
      ],
    });
  });

  it('publishes raw text whole, with the ids of the headers', async () => {
    const message = await publishedFor(
      textRequest('line one\r\nline two\n', { 'x-tenant-id': 'beta', 'x-log-id': 'raw-1' }),
    );
    assert.equal(message.source, 'text_upload');
    assert.equal(message.tenant_id, 'beta');
    assert.deepEqual(message.logs, [
      { time: NOW.toISOString(), log_id: 'raw-1', text: 'line one\r\nline two\n' },
    ]);
  });

  it('makes a random id for a log without one', async () => {
    const first = await publishedFor(textRequest('x'));
    const second = await publishedFor(textRequest('x'));
    assert.match(first.logs[0]?.log_id ?? '', /^log_[0-9a-f]{32}$/);
    assert.notEqual(first.logs[0]?.log_id, second.logs[0]?.log_id);
  });

  for (const [name, headers] of [
    ['X-Log-ID', { 'x-log-id': 'id-1' }],
    ['Idempotency-Key', { 'idempotency-key': 'id-1' }],
    ['a quoted Idempotency-Key', { 'idempotency-key': '"id-1"' }],
  ] as const) {
    it(`uses the id of ${name}`, async () => {
      const message = await publishedFor(jsonRequest({ tenant_id: 'acme', text: 'x' }, headers));
      assert.equal(message.logs[0]?.log_id, 'id-1');
    });
  }

  it('uses the tenant of X-Tenant-ID for JSON too', async () => {
    const message = await publishedFor(jsonRequest({ text: 'x' }, { 'x-tenant-id': 'acme' }));
    assert.equal(message.tenant_id, 'acme');
  });

  for (const alias of ['message', 'msg', 'log', 'body']) {
    it(`reads "${alias}" as the text if there is none`, async () => {
      const message = await publishedFor(jsonRequest({ tenant_id: 'acme', [alias]: 'hello' }));
      assert.equal(message.logs[0]?.text, 'hello');
      assert.equal(message.logs[0]?.attributes, undefined);
    });
  }

  it('keeps every unknown field in the attributes', async () => {
    const message = await publishedFor(
      jsonRequest({
        tenant_id: 'acme',
        text: 'x',
        message: 'another',
        pid: 42,
        attributes: { host: 'h1' },
      }),
    );
    assert.deepEqual(message.logs[0]?.attributes, { host: 'h1', message: 'another', pid: 42 });
  });

  for (const [name, text] of [
    ['emoji', '🧯 fire 👨‍👩‍👧‍👦'],
    ['right-to-left text', 'שלום مرحبا'],
    ['NUL and other controls', 'a\u0000b\u0001\u001b[31m'],
    ['a byte order mark', '\uFEFFfirst'],
    ['noncharacters', '\uFFFE\uFFFF'],
    ['decomposed letters', 'e\u0301 is not \u00e9'],
  ] as const) {
    it(`keeps ${name} exactly, as raw text and as JSON`, async () => {
      assert.equal((await publishedFor(textRequest(text))).logs[0]?.text, text);
      const asJson = jsonRequest({ tenant_id: 'acme', text });
      assert.equal((await publishedFor(asJson)).logs[0]?.text, text);
    });
  }

  it('accepts a text of exactly the limit', async () => {
    const text = 'é'.repeat(200 * 1024);
    assert.equal((await publishedFor(textRequest(text))).logs[0]?.text, text);
  });

  it('gives no 202 when publishing fails', async () => {
    const { acceptLogs } = intake({
      publish: () => Promise.reject(new Error('no answer')),
    });
    await assert.rejects(acceptLogs(textRequest('x')), { code: 'unavailable' });
  });

  it('publishes nothing for a caller who may not write', async () => {
    const { acceptLogs, published } = intake({
      authenticate: authenticateByKey(() => Promise.resolve(undefined)),
    });
    await assert.rejects(acceptLogs(textRequest('x')), { code: 'unauthorized' });
    assert.deepEqual(published, []);
  });

  describe('with a credential of tenant acme', () => {
    const authenticate = () => Promise.resolve({ tenantId: 'acme' });

    it('needs no tenant in the request', async () => {
      const { acceptLogs, published } = intake({ authenticate });
      await acceptLogs(jsonRequest({ text: 'x' }));
      assert.equal(published[0]?.tenant_id, 'acme');
    });

    it('refuses another tenant', async () => {
      const { acceptLogs, published } = intake({ authenticate });
      const foreign = jsonRequest({ tenant_id: 'acme_corp', text: 'x' });
      await assert.rejects(acceptLogs(foreign), { code: 'forbidden' });
      assert.deepEqual(published, []);
    });
  });
});
