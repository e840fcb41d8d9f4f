import assert from 'node:assert/strict';
import { createServer } from 'node:http';

import type { Write } from '../../src/adapters/firestore-rest/documents.js';
import { toFields, toTimestampValue } from '../../src/adapters/firestore-rest/values.js';
import { errorCode } from '../../src/lib/error-code.js';
import { ATTEMPT_TIMEOUT_MS } from '../../src/limits.js';
import { startLink } from '../../../harness/stack/link.js';
import { listen } from '../../../harness/stack/listen.js';
import { requiredEnv } from '../../../harness/support/env.js';
import {
  emulatedDocuments,
  emulatedFirestore,
  newTenant,
} from '../../../harness/support/firestore.js';

const TIMEOUT_MS = 10_000;

/** A server that answers each request with the next of `answers`, and counts them. */
async function answering(answers: { status: number; body: unknown }[]) {
  let asked = 0;
  const server = createServer((request, response) => {
    const { status, body } = answers[Math.min(asked++, answers.length - 1)] ?? { status: 500 };
    request.resume();
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  const host = `127.0.0.1:${await listen(server)}`;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { host, asked: () => asked, close };
}

const refusal = (status: number, name: string) => ({ status, body: { error: { status: name } } });

describe('Firestore by its REST API', () => {
  const firestore = emulatedFirestore();
  const documents = emulatedDocuments();
  const creation = (path: string, record: object = { n: 1 }): Write => ({
    path,
    fields: toFields(record),
    if: 'new',
  });

  after(() => firestore.terminate());

  it('writes what the official client reads, and reads what it writes', async () => {
    const record = {
      text: 'ä\u0000\u{1f600}',
      empty: '',
      yes: true,
      nothing: null,
      whole: -7,
      large: Number.MAX_SAFE_INTEGER,
      half: 0.5,
      huge: 1e300,
      list: [1, 'two', { three: [] }],
      map: { 'a.b': { c: {} } },
    };
    const path = `tenants/${newTenant()}`;
    await documents.commit([creation(path, record)], TIMEOUT_MS);
    assert.deepEqual((await firestore.doc(path).get()).data(), record);

    const other = `tenants/${newTenant()}`;
    await firestore.doc(other).set(record);
    assert.deepEqual((await documents.get(other, TIMEOUT_MS))?.fields, record);
  });

  it('keeps an attribute called __proto__ as it is', () => {
    const fields = toFields(JSON.parse('{"__proto__":{"admin":true},"a":1}'));
    assert.deepEqual(Object.keys(fields), ['__proto__', 'a']);
    assert.ok(JSON.stringify(fields).includes('"__proto__"'));
  });

  it('writes a time to the microsecond', async () => {
    const path = `tenants/${newTenant()}`;
    const time = toTimestampValue({ seconds: 1_700_000_000, nanos: 123_456_000 });
    await documents.commit([{ path, fields: { time }, if: 'new' }], TIMEOUT_MS);
    const stored = (await firestore.doc(path).get()).get('time');
    assert.deepEqual([stored.seconds, stored.nanoseconds], [1_700_000_000, 123_456_000]);
  });

  it('finds nothing if nothing exists', async () => {
    assert.equal(await documents.get(`tenants/${newTenant()}`, TIMEOUT_MS), undefined);
  });

  it('creates a document once: the second time the id is taken', async () => {
    const path = `tenants/${newTenant()}`;
    await documents.commit([creation(path)], TIMEOUT_MS);
    const again = documents.commit([creation(path, { n: 2 })], TIMEOUT_MS);
    await assert.rejects(again, (error) => errorCode(error) === 6);
    assert.equal((await firestore.doc(path).get()).get('n'), 1);
  });

  it('writes conditionally only if nobody wrote in between', async () => {
    const path = `tenants/${newTenant()}`;
    await documents.commit([creation(path)], TIMEOUT_MS);
    const { updateTime = '' } = (await documents.get(path, TIMEOUT_MS)) ?? {};
    const write = { path, fields: toFields({ n: 2 }), if: { updateTime } };
    await documents.commit([write], TIMEOUT_MS);
    const late = documents.commit([write], TIMEOUT_MS);
    await assert.rejects(late, (error) => errorCode(error) === 9);
  });

  it('reports the outcome of each of many writes', async () => {
    const tenant = newTenant();
    const path = (name: string) => `tenants/${tenant}/processed_logs/${name}`;
    await documents.commit([creation(path('b'))], TIMEOUT_MS);
    const writes = ['a', 'b', 'c'].map((name) => creation(path(name)));
    const errors = await documents.writeEach(writes, TIMEOUT_MS);
    assert.deepEqual(errors.map(errorCode), [undefined, 6, undefined]);
    assert.equal((await firestore.doc(path('c')).get()).exists, true);
  });

  it('reads some fields of many documents, in their order', async () => {
    const tenant = newTenant();
    const path = (name: string) => `tenants/${tenant}/processed_logs/${name}`;
    await documents.commit([creation(path('a'), { hash: 'x' }), creation(path('b'))], TIMEOUT_MS);
    const paths = ['b', 'none', 'a'].map(path);
    assert.deepEqual(await documents.getFields(paths, ['hash'], TIMEOUT_MS), [
      {},
      undefined,
      { hash: 'x' },
    ]);
  });

  it('recovers on its own once a cut connection is back', async () => {
    const link = await startLink(requiredEnv('FIRESTORE_EMULATOR_HOST'));
    const behind = emulatedDocuments({ host: link.host });
    const path = `tenants/${newTenant()}`;
    await behind.commit([creation(path)], TIMEOUT_MS);
    link.cut();
    const reading = behind.get(path, TIMEOUT_MS);
    setTimeout(() => link.restore(), 200);
    assert.deepEqual((await reading)?.fields, { n: 1 });
    await link.close();
  });

  it('gives up after its timeout, as unavailable', async () => {
    const silent = createServer(() => {});
    const host = `127.0.0.1:${await listen(silent)}`;
    const begun = Date.now();
    const asking = emulatedDocuments({ host, attemptTimeoutMs: 100 }).get('tenants/a', 500);
    await assert.rejects(asking, (error) => errorCode(error) === 14);
    assert.ok(Date.now() - begun < ATTEMPT_TIMEOUT_MS, 'as long as one attempt by default');
    silent.closeAllConnections();
    silent.close();
  });

  it('retries transient failures, and gives up permanent ones at once', async () => {
    for (const [answers, asked, code] of [
      [[refusal(503, 'UNAVAILABLE'), { status: 200, body: { fields: {} } }], 2, undefined],
      [
        [
          { status: 502, body: '<html>' },
          { status: 200, body: { fields: {} } },
        ],
        2,
        undefined,
      ],
      [[refusal(429, 'RESOURCE_EXHAUSTED'), { status: 200, body: {} }], 2, undefined],
      [[refusal(400, 'INVALID_ARGUMENT')], 1, 3],
      [[refusal(403, 'PERMISSION_DENIED')], 1, 7],
    ] as const) {
      const server = await answering([...answers]);
      const asking = emulatedDocuments({ host: server.host }).get('tenants/a', TIMEOUT_MS);
      if (code === undefined) assert.ok(await asking);
      else await assert.rejects(asking, (error) => errorCode(error) === code);
      assert.equal(server.asked(), asked);
      server.close();
    }
  });

  it('retries only those of many writes that a conflict aborted', async () => {
    const server = await answering([
      { status: 200, body: { status: [{}, { code: 10 }, { code: 6 }] } },
      { status: 200, body: { status: [{}] } },
    ]);
    const writes = ['a', 'b', 'c'].map((name) => creation(`tenants/${name}`));
    const errors = await emulatedDocuments({ host: server.host }).writeEach(writes, TIMEOUT_MS);
    assert.deepEqual(errors.map(errorCode), [undefined, undefined, 6]);
    assert.equal(server.asked(), 2);
    server.close();
  });
});
