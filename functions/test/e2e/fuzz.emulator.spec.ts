import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { deflateSync, gzipSync } from 'node:zlib';

import * as fc from 'fast-check';

import { type FaultStack, startFaultStack } from '../../../harness/stack/fault-stack.js';
import { eventually } from '../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../harness/support/firestore.js';
import { ENCODINGS, otelRecord, otlpBody } from '../support/otlp.js';

const RUNS = 3_000;
const SEED = 20_240_115;

interface Sent {
  path: string;
  headers: Record<string, string>;
  body: Buffer;
}

interface Answered {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Anything a header may hold. */
const headerText = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((c) => String.fromCodePoint(c)),
  maxLength: 40,
});

const field = fc.constantFrom(
  'text',
  'message',
  'msg',
  'log',
  'body',
  'time',
  'ts',
  '@timestamp',
  'timestamp',
  'level',
  'severity',
  'attributes',
  'log_id',
  'tenant_id',
  '__proto__',
  'constructor',
  'a',
  '',
);
const value = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    30,
    1_705_314_600_123,
    '1705314600123456789',
    'acme',
    '2024-01-15T10:30:00Z',
    'warn',
  ),
);
/** A unique word, to be found again in stored logs. */
const word = fc.uuid().map((id) => `wx${id.replaceAll('-', '')}`);
const WORD = /wx[0-9a-f]{32}/g;
const log = fc
  .array(fc.tuple(field, fc.oneof({ weight: 3, arbitrary: value }, word)), { maxLength: 6 })
  .map(Object.fromEntries);
const good = fc.record({ text: fc.string({ unit: 'grapheme', minLength: 1 }).map((s) => `x${s}`) });
const anyLog = fc.oneof(log, good);

const bytes = fc.oneof(
  anyLog.map((item) => Buffer.from(JSON.stringify(item))),
  fc.array(anyLog, { maxLength: 8 }).map((items) => Buffer.from(JSON.stringify(items))),
  fc
    .array(anyLog, { maxLength: 8 })
    .map((items) => Buffer.from(items.map((item) => JSON.stringify(item)).join('\n'))),
  fc
    .tuple(anyLog, word, anyLog)
    .map(([one, text, other]) =>
      Buffer.from([JSON.stringify(one), text, JSON.stringify(other)].join('\n')),
    ),
  fc.uint8Array({ maxLength: 200 }).map((noise) => Buffer.from(noise)),
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)),
  fc.constantFrom(...ENCODINGS).map((encoding) => otlpBody(encoding, [otelRecord()])),
);

/** A body sent as is, compressed, or corrupted on the way. */
const damaged = fc
  .tuple(bytes, fc.constantFrom('whole', 'cut', 'flipped', 'gzip', 'deflate'), fc.nat(1_000))
  .map(([body, how, at]) => {
    const place = body.length === 0 ? 0 : at % body.length;
    if (how === 'cut') return body.subarray(0, place);
    if (how === 'gzip') return gzipSync(body);
    if (how === 'deflate') return deflateSync(body);
    const copy = Buffer.from(body);
    if (how === 'flipped' && copy.length > 0) copy[place] = (copy[place] ?? 0) ^ (1 << (at % 8));
    return copy;
  });

const type = fc.constantFrom(
  'application/json',
  'application/x-ndjson',
  'text/plain',
  'application/x-protobuf',
  'application/json; charset=utf-8',
  'application/jsonl',
  'text/html',
  ';;',
  '',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'text/json',
  'application/vnd.api+json',
  'application/json;',
  'text/plain; charset=klingon',
  'image/png',
);
const sent: fc.Arbitrary<Sent> = fc
  .record({
    path: fc.constantFrom('/', '/ingest', '/v1/logs', '/other', '/v1/logs/x'),
    type,
    coding: fc.oneof(
      { weight: 6, arbitrary: fc.constant('') },
      fc.constantFrom('gzip', 'deflate', 'br', 'identity', 'gzip, br'),
    ),
    more: fc.dictionary(
      fc.constantFrom('x-log-id', 'idempotency-key', 'origin', 'authorization', 'accept', 'x-a'),
      fc.oneof(headerText, fc.uuid()),
      { maxKeys: 2 },
    ),
    body: damaged,
  })
  .map(({ path, type: contentType, coding, more, body }) => ({
    path,
    headers: {
      ...more,
      'content-type': contentType,
      ...(coding !== '' && { 'content-encoding': coding }),
    },
    body,
  }));

describe('whatever is sent', function () {
  this.timeout(600_000);
  // For a query of one tenant, the emulator reads the logs of all tenants in the project.
  const projectId = `demo-fuzz-${process.pid}`;
  const firestore = emulatedFirestore({ projectId });
  const tenant = newTenant();
  let stack: FaultStack;

  before(async () => {
    const name = `fuzz-${process.pid}`;
    stack = await startFaultStack({ name, projectId, workers: 1, timeoutMs: 60_000 });
  });

  after(async () => {
    await stack?.stop();
    await firestore.terminate();
  });

  it('never gets a 5xx for its own fault nor ends the process, and every 202 is stored with all of its words', async () => {
    const ids = new Set<string>();
    const words = new Set<string>();
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(sent, async (one) => {
        const headers = { 'x-tenant-id': tenant, ...one.headers };
        const { status, headers: told, body } = await post(stack.ingest.port, { ...one, headers });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        assert.ok(status < 500, `${status}: ${body}`);
        assert.ok(!body.includes('<html') && !/\bat .*:\d+:\d+/.test(body), body);
        if (status >= 400) {
          const kinds = /^application\/(?:problem\+json|json|x-protobuf)/;
          assert.match(String(told['content-type']), kinds);
        }
        if (status === 202) {
          const answer = JSON.parse(body) as {
            log_id?: string;
            log_ids?: string[];
            rejected?: unknown[];
          };
          for (const id of answer.log_ids ?? [answer.log_id ?? '']) ids.add(id);
          const isWhole = (answer.rejected ?? []).length === 0;
          if (isWhole && !('content-encoding' in one.headers)) {
            for (const [found] of one.body.toString().matchAll(WORD)) words.add(found);
          }
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
    // The fuzzing does reach these outcomes.
    for (const status of [200, 202, 400, 404, 405, 415]) {
      assert.ok((statuses.get(status) ?? 0) > 2, `${status}: ${statuses.get(status)}`);
    }
    assert.ok(stack.ingest.isRunning());

    const collection = firestore.collection(`tenants/${tenant}/processed_logs`);
    const letters = firestore.collection(`tenants/${tenant}/dead_letters`);
    assert.ok(words.size > 100);
    let lost: string[] = [];
    const isAllThere = async () => {
      const logs = (await collection.get()).docs;
      const found = new Set(logs.map(({ id }) => id));
      const dead = (await letters.get()).docs;
      // The fuzzer may use an id twice; the first log stays.
      assert.ok(dead.every((doc) => doc.get('reason') === 'log_id_conflict'));
      if (![...ids].every((id) => found.has(id))) return undefined;
      const stored = [
        ...logs.map((doc) => doc.id + JSON.stringify(doc.data())),
        ...dead.map((doc) => String(doc.get('payload'))),
      ].join('\n');
      const kept = new Set(stored.match(WORD));
      lost = [...words].filter((one) => !kept.has(one));
      // The dead letters arrive later than the logs.
      return lost.length === 0 ? true : undefined;
    };
    await eventually('every accepted log', isAllThere, 120_000).catch((error: unknown) => {
      assert.deepEqual(lost, [], `${lost.length} of ${words.size} words are lost`);
      throw error;
    });
  });

  it('leaves nothing behind if it is cut off midway', async () => {
    await new Promise<void>((resolve) => {
      const cut = httpRequest({
        port: stack.ingest.port,
        host: '127.0.0.1',
        method: 'POST',
        headers: {
          'content-type': 'application/x-ndjson',
          'x-tenant-id': `${tenant}-cut`,
          'content-length': 1_000,
        },
      });
      cut.on('error', () => resolve());
      cut.write('{"text":"x"}\n', () => setTimeout(() => cut.destroy(new Error('cut')), 50));
    });
    const next = await post(stack.ingest.port, {
      path: '/',
      headers: { 'content-type': 'text/plain', 'x-tenant-id': `${tenant}-cut`, 'x-log-id': 'next' },
      body: Buffer.from('next'),
    });
    assert.equal(next.status, 202);
    const logs = firestore.collection(`tenants/${tenant}-cut/processed_logs`);
    const docs = await eventually('the next log', async () => {
      const found = (await logs.get()).docs;
      return found.length > 0 ? found : undefined;
    });
    assert.deepEqual(
      docs.map(({ id }) => id),
      ['next'],
    );
  });
});

/** Sends headers as they are, which `fetch` would not. */
function post(port: number, { path, headers, body }: Sent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { port, host: '127.0.0.1', method: 'POST', path, headers },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
