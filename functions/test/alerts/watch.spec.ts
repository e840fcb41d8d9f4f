import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';

import { createWatch, type StoredLog } from '../../src/alerts/watch.js';
import { matchMessageSchema, type MatchMessage } from '../../src/contract/alert-messages.js';
import type { ProcessedLog } from '../../src/contract/processed-log.js';
import { type Tenant, tenantSchema } from '../../src/contract/tenant.js';
import { MAX_ALERTS, MAX_LOGS_PER_MESSAGE, MAX_MESSAGE_BYTES } from '../../src/limits.js';
import { logMessage } from '../../../harness/support/messages.js';
import { termsOf } from '../../src/search/terms.js';

const ORIGIN = { requestId: undefined, traceparent: undefined };
const instant = (seconds: number) => ({ seconds, nanos: 0 });

type Condition = NonNullable<Tenant['alerts']>[number]['condition'];

const COUNT: Condition = { kind: 'count', matches: 3, minutes: 5 };
const NONE: Condition = { kind: 'none', minutes: 5 };

const tenantOf = (alerts: [query: string, condition?: Condition][], settings = {}) =>
  tenantSchema.parse({
    settings,
    alerts: alerts.map(([query, condition = COUNT]) => ({ id: randomUUID(), query, condition })),
  });

function stored(logId: string, text: string, more: Partial<ProcessedLog> = {}): StoredLog {
  const log: ProcessedLog = {
    source: 'json_upload',
    modified_data: text,
    processed_at: instant(1),
    received_at: instant(1),
    time: instant(1),
    content_hash: '',
    redactions: {},
    redactor_version: '',
    shard: 0,
    ...more,
  };
  return { logId, documents: { log: { ...log, terms: termsOf(log, 'full') } } };
}

/** A worker's watch; what it publishes is of the contract, and kept to look at. */
function watching(fails: () => boolean = () => false) {
  const told: MatchMessage[] = [];
  const start = createWatch((message) => {
    if (fails()) return Promise.reject(new Error('no word'));
    told.push(matchMessageSchema.parse(JSON.parse(JSON.stringify(message))));
    return Promise.resolve();
  });
  /** A message of logs, all of which are stored. */
  const store = async (tenant: Tenant, logs: StoredLog[], receivedAt = '2026-01-15T10:30:00Z') => {
    const first = { log_id: logs[0]?.logId ?? '', text: '' };
    const envelope = { ...logMessage('acme', first), received_at: receivedAt };
    const watch = start(envelope, tenant, ORIGIN);
    for (const log of logs) watch?.onStored(log);
    await watch?.prepareReport()?.();
    return watch !== undefined;
  };
  return { told, store };
}

describe('the worker’s watch', () => {
  it('is none for a tenant without alerts', async () => {
    const { store } = watching();
    assert.equal(await store(tenantSchema.parse({}), [stored('a', 'refused')]), false);
    assert.equal(await store(tenantOf([]), [stored('a', 'refused')]), false);
  });

  it('tells of all alerts that ask for logs of a message in one message', async () => {
    const { told, store } = watching();
    const tenant = tenantOf([['refused'], ['timeout'], ['severity>=ERROR'], ['(not a query']]);
    await store(tenant, [
      stored('a', 'refused', { severity: 'ERROR' }),
      stored('b', 'all is well'),
      stored('c', 'refused'),
    ]);
    assert.equal(told.length, 1);
    assert.deepEqual(
      told[0]?.matches.map(({ alert_id, logs }) => [alert_id, logs.length]),
      [
        [tenant.alerts?.[0]?.id, 2],
        [tenant.alerts?.[2]?.id, 1],
      ],
    );
  });

  it('shows the first logs by their time, and of each its beginning', async () => {
    const { told, store } = watching();
    const logs = Array.from({ length: 12 }, (_, n) =>
      stored(`l${n}`, `refused ${'x'.repeat(1_000)}`, { time: instant(12 - n) }),
    );
    await store(tenantOf([['refused']]), logs);
    const lines = told[0]?.matches[0]?.lines;
    assert.deepEqual(
      lines?.map(({ log_id }) => log_id),
      ['l11', 'l10', 'l9', 'l8', 'l7'],
    );
    assert.ok(lines?.every(({ text }) => text.length === 300));
    assert.equal(told[0]?.matches[0]?.logs.length, 12);
  });

  it('cuts no character in two', async () => {
    const { told, store } = watching();
    await store(tenantOf([['refused']]), [stored('a', `refused ${'😀'.repeat(500)}x`)]);
    await store(tenantOf([['refused']]), [stored('a', `refused  ${'😀'.repeat(500)}x`)]);
    for (const { matches } of told) assert.ok(matches[0]?.lines[0]?.text.isWellFormed());
  });

  it('takes the parts of one log for one', async () => {
    const { told, store } = watching();
    const part = (index: number) => ({ split: { id: 'a', index, total: 2 } });
    await store(tenantOf([['refused']]), [
      stored('a', 'refused', part(0)),
      stored('b', 'refused', part(1)),
    ]);
    assert.equal(told[0]?.matches[0]?.logs.length, 1);
  });

  it('tells once a minute that there is a log, where an alert waits for none', async () => {
    const { told, store } = watching();
    const tenant = tenantOf([['', NONE]]);
    for (const second of ['00', '20', '59']) {
      await store(tenant, [stored('a', 'x'), stored('b', 'y')], `2026-01-15T10:30:${second}Z`);
    }
    assert.equal(told.length, 1);
    assert.deepEqual([told[0]?.matches[0]?.logs.length, told[0]?.matches[0]?.lines], [1, []]);
    await store(tenant, [stored('a', 'x')], '2026-01-15T10:31:00Z');
    // Of a minute before the last one told of, nothing new is learnt.
    await store(tenant, [stored('a', 'x')], '2026-01-15T10:30:30Z');
    assert.equal(told.length, 2);
  });

  it('tells of it again where it is not known that it was told', async () => {
    let fails = true;
    const { told, store } = watching(() => fails);
    const tenant = tenantOf([['', NONE]]);
    await assert.rejects(store(tenant, [stored('a', 'x')]));
    fails = false;
    await store(tenant, [stored('a', 'x')]);
    assert.equal(told.length, 1);
  });

  it('names a message by its first log and its arrival', async () => {
    const { told, store } = watching();
    const tenant = tenantOf([['refused']]);
    await store(tenant, [stored('a', 'refused')]);
    await store(tenant, [stored('a', 'refused'), stored('b', 'refused')]);
    await store(tenant, [stored('b', 'refused')]);
    await store(tenant, [stored('a', 'refused')], '2026-01-15T10:30:01Z');
    const names = told.map(({ batch }) => batch);
    assert.equal(names[0], names[1]);
    assert.equal(new Set(names).size, 3);
  });

  it('fits into a message, however much matches', async () => {
    const { told, store } = watching();
    const tenant = tenantOf(Array.from({ length: MAX_ALERTS }, () => ['refused']));
    const logs = Array.from({ length: MAX_LOGS_PER_MESSAGE }, (_, n) =>
      stored(`${n}${'%00'.repeat(490)}`, `refused ${'\u0001'.repeat(400)}`),
    );
    await store(tenant, logs);
    assert.ok(Buffer.byteLength(JSON.stringify(told[0])) * (4 / 3) < MAX_MESSAGE_BYTES / 4);
  });

  it('asks anew once the alerts change', async () => {
    const { told, store } = watching();
    const before = tenantOf([['refused']]);
    const changed = { ...before, alerts: before.alerts?.map((one) => ({ ...one, query: 'well' })) };
    await store(before, [stored('a', 'refused')]);
    await store(changed as Tenant, [stored('a', 'refused')]);
    await store({ ...before }, [stored('a', 'refused')]);
    assert.equal(told.length, 2);
  });
});
