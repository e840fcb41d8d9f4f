import assert from 'node:assert/strict';

import { createLogStore } from '../../src/adapters/log-store.js';
import { createWatch, type PublishMatches } from '../../src/alerts/watch.js';
import type { MatchMessage } from '../../src/contract/alert-messages.js';
import type { DeadLetter } from '../../src/contract/dead-letter.js';
import type { Log } from '../../src/contract/log-message.js';
import { readTenant } from '../../src/contract/read-tenant.js';
import { type Tenant, tenantSchema } from '../../src/contract/tenant.js';
import { WRITE_REQUEST } from '../../src/limits.js';
import {
  createProcessMessage,
  NotDone,
  type ProcessMessageDeps,
  type Progress,
  type PublishDeadLetter,
} from '../../src/process/process-message.js';
import { createRedactionOptions } from '../../src/process/redaction-options.js';
import { createStoreLogs, type LogStore } from '../../src/process/store-logs.js';
import { startLink } from '../../../harness/stack/link.js';
import { requiredEnv } from '../../../harness/support/env.js';
import {
  emulatedDocuments,
  emulatedFirestore,
  newTenant,
} from '../../../harness/support/firestore.js';
import {
  logMessage,
  RECEIVED_AT,
  received,
  REQUEST_ID,
} from '../../../harness/support/messages.js';

const firestore = emulatedFirestore();
const store = createLogStore(10_000, emulatedDocuments());

interface WorkerOptions {
  store?: LogStore;
  publishDeadLetter?: PublishDeadLetter;
  publishMatches?: PublishMatches;
  findTenant?: ProcessMessageDeps['findTenant'];
}

/** The worker against the Firestore emulator; its dead letters are kept for inspection. */
function worker(options: WorkerOptions = {}) {
  const deadLetters: DeadLetter[] = [];
  const process = createProcessMessage({
    storeLogs: createStoreLogs({
      store: options.store ?? store,
      now: () => new Date(),
      redactionOf: createRedactionOptions({}),
    }),
    findTenant: options.findTenant ?? (() => Promise.resolve(undefined)),
    watch: createWatch(options.publishMatches ?? (() => Promise.reject(new Error('no topic')))),
    publishDeadLetter:
      options.publishDeadLetter ??
      ((letter) => {
        deadLetters.push(letter);
        return Promise.resolve();
      }),
  });
  return { process, deadLetters };
}

type Fates = Pick<Progress, 'stored' | 'duplicate' | 'discarded' | 'conflict' | 'dead' | 'retry'>;

const fates = (some: Partial<Fates>): Fates => ({
  stored: 0,
  duplicate: 0,
  discarded: 0,
  conflict: 0,
  dead: 0,
  retry: 0,
  ...some,
});

const fatesOf = ({ stored, duplicate, discarded, conflict, dead, retry }: Progress): Fates =>
  fates({ stored, duplicate, discarded, conflict, dead, retry });

const log = (log_id: string, text = 'User 555-0199 accessed the system'): Log => ({ log_id, text });

const document = (tenant: string, id: string) =>
  firestore.doc(`tenants/${tenant}/processed_logs/${id}`).get();

describe('processMessage', () => {
  after(() => firestore.terminate());

  it('stores a log redacted, with every field of the contract', async () => {
    const tenant = newTenant();
    const before = Date.now();
    const summary = await worker().process(
      received(
        logMessage(tenant, {
          log_id: 'l1',
          text: 'User 555-0199 accessed the system',
          timestamp: '2024-01-15T11:30:00.123456+01:00',
          severity: 'ERROR',
          attributes: { user: { mail: 'ann@example.com', id: 7 } },
        }),
      ),
    );
    assert.deepEqual(summary, {
      tenantId: tenant,
      source: 'json_upload',
      receivedAt: RECEIVED_AT,
      ...fates({ stored: 1 }),
      redactions: { phone: 1, email: 1 },
      deadLetters: [],
    });

    const { processed_at, received_at, time, timestamp, ...rest } =
      (await document(tenant, 'l1')).data() ?? {};
    assert.deepEqual(rest, {
      source: 'json_upload',
      original_text: 'User 555-0199 accessed the system',
      modified_data: 'User [REDACTED] accessed the system',
      severity: 'ERROR',
      attributes: { user: { mail: '[REDACTED]', id: 7 } },
      content_hash: rest['content_hash'],
      redactions: { phone: 1, email: 1 },
      redactor_version: rest['redactor_version'],
      request_id: REQUEST_ID,
      shard: 0,
      terms: [
        'severity=error',
        'source=json_upload',
        'user.mail=[redacted]',
        'user.id=7',
        'user',
        'redacted',
        'accessed',
        'the',
        'system',
      ],
      level: 2,
    });
    assert.deepEqual(time, timestamp);
    assert.match(rest['content_hash'], /^[0-9a-f]{64}$/);
    assert.equal(received_at.toDate().toISOString(), '2024-01-15T10:30:00.123Z');
    assert.equal(timestamp.nanoseconds, 123_456_000);
    assert.equal(timestamp.toDate().toISOString(), '2024-01-15T10:30:00.123Z');
    assert.ok(processed_at.toMillis() >= before && processed_at.toMillis() <= Date.now());
  });

  describe('with the tenant’s settings', () => {
    const settings = (more: object): Tenant => tenantSchema.parse({ settings: more });
    const process = async (tenant: string, known: Tenant, ...logs: Log[]) =>
      worker({ findTenant: () => Promise.resolve(known) }).process(
        received(logMessage(tenant, ...logs)),
      );
    const original = (tenant: string, id: string) =>
      firestore.doc(`tenants/${tenant}/processed_logs/${id}/restricted/original`).get();

    it('stores nothing for a deleted tenant, and acknowledges the message', async () => {
      const tenant = newTenant();
      const deleted = tenantSchema.parse({ suspended: true, deleted: true });
      const { discarded, stored } = await process(tenant, deleted, log('l1'), log('l2'));
      assert.deepEqual([discarded, stored], [2, 0]);
      assert.equal((await document(tenant, 'l1')).exists, false);
    });

    it('makes logs wait while their tenant’s patterns cannot be read', async () => {
      const tenant = newTenant();
      const broken = readTenant({ settings: { redaction: { patterns: 'EMP-[0-9]+' } } });
      await assert.rejects(process(tenant, broken, log('l1')), (error: NotDone) => {
        assert.equal(error.progress.retry, 1);
        return true;
      });
      assert.equal((await document(tenant, 'l1')).exists, false);
    });

    it('stores as strictly as possible if another setting cannot be read', async () => {
      const tenant = newTenant();
      const odd = readTenant({ settings: { original_text: 'nowhere', retention_days: 30.5 } });
      await process(tenant, odd, log('l1'));
      const stored = await document(tenant, 'l1');
      assert.equal(stored.get('original_text'), undefined);
      assert.ok(stored.get('expires_at'));
    });

    it('keeps the original text restricted, with the log, or not at all', async () => {
      const tenant = newTenant();
      const known = settings({ original_text: 'restricted' });
      await process(tenant, known, log('l1'));
      const stored = await document(tenant, 'l1');
      assert.equal(stored.get('modified_data'), 'User [REDACTED] accessed the system');
      assert.ok(!JSON.stringify(stored.data()).includes('555-0199'));
      assert.deepEqual((await original(tenant, 'l1')).data(), { original_text: log('l1').text });
      assert.equal((await process(tenant, known, log('l1'))).duplicate, 1);
      assert.equal((await process(tenant, known, log('l1', 'other'))).conflict, 1);
      assert.equal((await original(tenant, 'l1')).get('original_text'), log('l1').text);
    });

    it('stores the original text nowhere', async () => {
      const tenant = newTenant();
      await process(tenant, settings({ original_text: 'none' }), log('l1'));
      assert.ok(!JSON.stringify((await document(tenant, 'l1')).data()).includes('555-0199'));
      assert.equal((await original(tenant, 'l1')).exists, false);
    });

    it('lets logs and originals expire together, retention_days after they were stored', async () => {
      const tenant = newTenant();
      await process(
        tenant,
        settings({ original_text: 'restricted', retention_days: 30 }),
        log('a'),
      );
      const stored = await document(tenant, 'a');
      const days = stored.get('expires_at').toMillis() - stored.get('processed_at').toMillis();
      assert.equal(days, 30 * 24 * 60 * 60 * 1000);
      assert.deepEqual((await original(tenant, 'a')).get('expires_at'), stored.get('expires_at'));
    });

    it('keys the content hash, so that a reader cannot guess what was redacted', async () => {
      const [first, second, plain] = [newTenant(), newTenant(), newTenant()];
      const key = (text: string) =>
        tenantSchema.parse({ content_hash_key: Buffer.from(text).toString('base64') });
      await process(first, key('one'), log('l1'));
      await process(second, key('two'), log('l1'));
      await process(plain, settings({}), log('l1'));
      const hashes = await Promise.all(
        [first, second, plain].map(async (t) => (await document(t, 'l1')).get('content_hash')),
      );
      assert.equal(new Set(hashes).size, 3);
      for (const hash of hashes) assert.match(hash, /^[0-9a-f]{64}$/);
      assert.equal((await process(first, key('one'), log('l1'))).duplicate, 1);
    });

    it('stores nothing until the tenant’s settings are known', async () => {
      const tenant = newTenant();
      const { process: run } = worker({ findTenant: () => Promise.reject(new Error('down')) });
      await assert.rejects(run(received(logMessage(tenant, log('l1')))));
      assert.equal((await document(tenant, 'l1')).exists, false);
    });
  });

  it('needs one write and no read for a new log', async () => {
    const calls: string[] = [];
    const counting: LogStore = {
      create: (logs) => {
        calls.push(...logs.map(() => 'create'));
        return store.create(logs);
      },
      standing: (paths) => {
        calls.push(...paths.map(() => 'read'));
        return store.standing(paths);
      },
    };
    await worker({ store: counting }).process(
      received(logMessage(newTenant(), log('a'), log('b'))),
    );
    assert.deepEqual(calls, ['create', 'create']);
  });

  it('changes nothing on a redelivery, not even processed_at', async () => {
    const tenant = newTenant();
    const message = received(logMessage(tenant, log('l1')));
    const { process, deadLetters } = worker();
    await process(message);
    const first = await document(tenant, 'l1');
    const summary = await process(message);
    const second = await document(tenant, 'l1');
    assert.deepEqual(fatesOf(summary), fates({ duplicate: 1 }));
    assert.deepEqual(second.data(), first.data());
    assert.deepEqual(second.updateTime, first.updateTime);
    assert.deepEqual(deadLetters, []);
  });

  it('stores a message once even if it is delivered many times at once', async () => {
    const tenant = newTenant();
    const message = received(logMessage(tenant, log('l1')));
    const { process } = worker();
    const summaries = await Promise.all(Array.from({ length: 10 }, () => process(message)));
    assert.equal(summaries.filter(({ stored }) => stored === 1).length, 1);
    assert.equal(summaries.filter(({ duplicate }) => duplicate === 1).length, 9);
  });

  it('keeps the first log of an id and dead-letters different content', async () => {
    const tenant = newTenant();
    const { process, deadLetters } = worker();
    await process(received(logMessage(tenant, log('l1', 'first'))));
    const message = received(logMessage(tenant, log('l1', 'second')));
    const summary = await process(message);
    assert.deepEqual(fatesOf(summary), fates({ conflict: 1 }));
    assert.deepEqual(
      summary.deadLetters.map(({ logId }) => logId),
      ['l1'],
    );
    assert.equal((await document(tenant, 'l1')).get('original_text'), 'first');
    assert.equal(deadLetters.length, 1);
    const [{ payload, detail, ...letter }] = deadLetters as [DeadLetter];
    assert.deepEqual(letter, {
      reason: 'log_id_conflict',
      sourceMessageId: message.messageId,
      attempts: 1,
      logIndex: 0,
      tenantId: tenant,
      logId: 'l1',
      origin: message.origin,
    });
    assert.deepEqual(JSON.parse(payload.toString()), logMessage(tenant, log('l1', 'second')));
    assert.ok(!detail.includes('second'));
  });

  it('stores a message with more logs than one request can hold, and finds each on a redelivery', async () => {
    const tenant = newTenant();
    const logs = Array.from({ length: 2 * WRITE_REQUEST.items + 1 }, (_, n) => log(`l${n}`));
    const message = received(logMessage(tenant, ...logs));
    const { process } = worker();
    assert.equal((await process(message)).stored, logs.length);
    const count = firestore.collection(`tenants/${tenant}/processed_logs`).count();
    assert.equal((await count.get()).data().count, logs.length);
    assert.equal((await process(message)).duplicate, logs.length);
  });

  it('stores an id that occurs twice in a message once, and reports different content under it', async () => {
    const tenant = newTenant();
    const { process, deadLetters } = worker();
    const logs = [log('l1', 'first'), log('l2'), log('l1', 'first'), log('l2', 'other')];
    const summary = await process(received(logMessage(tenant, ...logs)));
    assert.deepEqual(fatesOf(summary), fates({ stored: 2, duplicate: 1, conflict: 1 }));
    assert.equal(deadLetters[0]?.reason, 'log_id_conflict');
  });

  it('compares attributes, severity and timestamp, but not the order of keys', async () => {
    const tenant = newTenant();
    const { process } = worker();
    const base: Log = { ...log('l1'), attributes: { a: 1, b: 2 }, severity: 'INFO' };
    await process(received(logMessage(tenant, base)));
    const again = { ...base, attributes: { b: 2, a: 1 } };
    assert.equal((await process(received(logMessage(tenant, again)))).duplicate, 1);
    for (const other of [
      { ...base, attributes: { a: 1, b: 3 } },
      { ...base, severity: 'ERROR' as const },
      { ...base, timestamp: '2024-01-15T10:30:00Z' },
    ]) {
      assert.equal((await process(received(logMessage(tenant, other)))).conflict, 1);
    }
  });

  it('gives each log of a batch its own fate', async () => {
    const tenant = newTenant();
    const { process, deadLetters } = worker();
    await process(received(logMessage(tenant, log('taken', 'first'))));
    const summary = await process(
      received({
        ...logMessage(tenant),
        logs: [
          log('good1'),
          log('taken', 'other'),
          { log_id: '../up', text: 'x' },
          { log_id: 'big', text: 'x'.repeat(600 * 1024) },
          'not a log',
          log('good2'),
        ],
      }),
    );
    assert.deepEqual(fatesOf(summary), fates({ stored: 2, conflict: 1, dead: 3 }));
    const reasons = Object.fromEntries(
      deadLetters.map((letter) => [letter.logIndex, letter.reason]),
    );
    assert.deepEqual(reasons, {
      1: 'log_id_conflict',
      2: 'invalid_log',
      3: 'document_too_large',
      4: 'invalid_log',
    });
    assert.ok((await document(tenant, 'good2')).exists);
  });

  describe('with alerts', () => {
    const alertId = '5f0c3b54-7f0e-4d0a-9a53-0d3a1b5a7c11';
    const watched = tenantSchema.parse({
      alerts: [
        { id: alertId, query: 'refused', condition: { kind: 'count', matches: 1, minutes: 5 } },
      ],
    });

    /** A worker whose tenant has an alert for `refused`; `fails`: how many publishes fail. */
    const watching = (fails = 0, flaky = store) => {
      const told: MatchMessage[] = [];
      let tries = 0;
      const { process } = worker({
        store: flaky,
        findTenant: () => Promise.resolve(watched),
        publishMatches: (message) => {
          tries += 1;
          if (tries <= fails) return Promise.reject(new Error('no word'));
          told.push(message);
          return Promise.resolve();
        },
      });
      const counted = () => told.map(({ matches }) => matches[0]?.logs.length);
      return { process, told, counted };
    };

    it('publishes the stored, redacted logs that match, once per message', async () => {
      const tenant = newTenant();
      const { process, told } = watching();
      await process(
        received(
          logMessage(tenant, log('a', 'refused for 555-0199'), log('b'), log('c', 'Refused')),
        ),
      );
      assert.equal(told.length, 1);
      const [{ tenant_id, received_at, matches }] = told as [MatchMessage];
      assert.deepEqual([tenant_id, received_at, matches.length], [tenant, RECEIVED_AT, 1]);
      assert.deepEqual(
        matches[0]?.lines.map(({ log_id, text }) => [log_id, text]),
        [
          ['a', 'refused for [REDACTED]'],
          ['c', 'Refused'],
        ],
      );
    });

    it('publishes nothing if nothing matches', async () => {
      const { process, told } = watching();
      await process(received(logMessage(newTenant(), log('a'))));
      assert.deepEqual(told, []);
    });

    it('publishes the same logs under the same name when their message is redelivered', async () => {
      const { process, told } = watching(1);
      const message = received(logMessage(newTenant(), log('a', 'refused'), log('b', 'refused')));
      await assert.rejects(process(message));
      assert.equal((await process(message)).duplicate, 2);
      await process(message);
      assert.equal(told.length, 2);
      assert.deepEqual(told[0], told[1]);
    });

    it('publishes the logs stored so far if another log has to be retried', async () => {
      const error = Object.assign(new Error('unavailable'), { code: 14 });
      let isDown = true;
      const flaky: LogStore = {
        ...store,
        create: async (logs) => {
          const written = await store.create(logs.filter(({ logId }) => !isDown || logId === 'a'));
          return logs.map(({ logId }) =>
            isDown && logId !== 'a' ? { error } : (written.shift() ?? 'exists'),
          );
        },
      };
      const { process, told, counted } = watching(0, flaky);
      const message = received(logMessage(newTenant(), log('a', 'refused'), log('b', 'refused')));
      await assert.rejects(process(message));
      isDown = false;
      await process(message);
      assert.deepEqual(counted(), [1, 2]);
      assert.equal(told[0]?.batch, told[1]?.batch);
    });

    it('does not publish a log again when its client sends it again', async () => {
      const tenant = newTenant();
      const { process, told } = watching();
      await process(received(logMessage(tenant, log('a', 'refused'))));
      const later = {
        ...logMessage(tenant, log('a', 'refused')),
        received_at: '2024-01-15T10:31:00Z',
      };
      assert.equal((await process(received(later))).duplicate, 1);
      assert.equal(told.length, 1);
    });
  });

  const envelope = logMessage('acme', log('l1'));
  for (const [name, payload, reason] of [
    ['an empty message', Buffer.alloc(0), 'undecodable'],
    ['what is not JSON', Buffer.from('secret-canary'), 'undecodable'],
    ['what is not UTF-8', Buffer.from([0xff, 0xfe, 0x00]), 'undecodable'],
    ['null', null, 'schema_mismatch'],
    ['an array', [envelope], 'schema_mismatch'],
    ['another version', { ...envelope, version: 2 }, 'schema_mismatch'],
    ['a tenant that leaves its path', { ...envelope, tenant_id: 'a/b' }, 'schema_mismatch'],
    ['a foreign field', { ...envelope, extra: 'secret-canary' }, 'schema_mismatch'],
    ['no logs', { ...envelope, logs: [] }, 'schema_mismatch'],
    ['an unknown source', { ...envelope, source: 'secret-canary' }, 'schema_mismatch'],
  ] as const) {
    it(`acknowledges ${name} as a dead letter, as received`, async () => {
      const { process, deadLetters } = worker();
      const message = received(payload);
      assert.equal((await process(message)).dead, 1);
      const [letter] = deadLetters as [DeadLetter];
      assert.equal(letter.reason, reason);
      assert.deepEqual(letter.payload, message.data);
      assert.ok(!letter.detail.includes('secret-canary'), letter.detail);
    });
  }

  it('throws while Firestore is unreachable, so that Pub/Sub redelivers', async () => {
    const link = await startLink(requiredEnv('FIRESTORE_EMULATOR_HOST'));
    link.cut();
    const dead = createLogStore(1_000, emulatedDocuments({ host: link.host }));
    const { process, deadLetters } = worker({ store: dead });
    for (const logs of [[log('l1')], [log('l1'), log('l2')]]) {
      await assert.rejects(process(received(logMessage(newTenant(), ...logs))));
    }
    assert.deepEqual(deadLetters, []);
    await link.close();
  });

  it('stores the other logs of a batch before it throws', async () => {
    const tenant = newTenant();
    const flaky: LogStore = {
      ...store,
      create: async (logs) => {
        const written = await store.create(logs.filter(({ logId }) => logId !== 'bad'));
        const error = Object.assign(new Error('unavailable'), { code: 14 });
        return logs.map(({ logId }) =>
          logId === 'bad' ? { error } : (written.shift() ?? 'exists'),
        );
      },
    };
    const message = received(logMessage(tenant, log('bad'), log('good')));
    await assert.rejects(worker({ store: flaky }).process(message), (error) => {
      assert.ok(error instanceof NotDone);
      assert.deepEqual(fatesOf(error.progress), fates({ stored: 1, retry: 1 }));
      return true;
    });
    assert.ok((await document(tenant, 'good')).exists);
    assert.deepEqual(fatesOf(await worker().process(message)), fates({ stored: 1, duplicate: 1 }));
  });

  it('throws if a dead letter cannot be published, as it would be lost otherwise', async () => {
    const { process } = worker({ publishDeadLetter: () => Promise.reject(new Error('no topic')) });
    await assert.rejects(process(received(Buffer.from('poison'))));
    await assert.rejects(process(received({ ...envelope, logs: ['poison'] })));
  });
});
