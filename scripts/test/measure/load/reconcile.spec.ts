import assert from 'node:assert/strict';

import { Ledger, LOG_STATE } from '../../../measure/load/ledger.js';
import { createPlan } from '../../../measure/load/plan.js';
import { drain } from '../../../measure/load/verify/drain.js';
import {
  createReconciler,
  type Findings,
  type Reconciler,
  type StoredLog,
} from '../../../measure/load/verify/reconcile.js';

const TENANTS = ['t1', 't2'];
const plan = createPlan({
  run: 'r1',
  seed: 5,
  requests: 6,
  mix: ['json', 'text', 'batch'],
  batchSize: 4,
  senders: TENANTS.map((tenantId) => ({ tenantId })),
});

const stored = (log: number, more: Partial<StoredLog> = {}): StoredLog => ({
  tenantId: TENANTS[plan.senderOf(log)] ?? '',
  logId: plan.logId(log),
  originalText: plan.text(log),
  shard: 0,
  receivedAt: 0,
  processedAt: 0,
  rewritten: false,
  ...more,
});

/** All twelve logs sent and accepted, and all but the first stored. */
function allButFirst(): { reconciler: Reconciler; ledger: Ledger } {
  const ledger = new Ledger(plan.logs);
  const reconciler = createReconciler({ plan, ledger, tenantIds: TENANTS });
  for (let log = 0; log < plan.logs; log += 1) {
    ledger.sent(log, 0);
    ledger.answered(log, LOG_STATE.accepted);
    if (log > 0) reconciler.addStored(stored(log));
  }
  return { reconciler, ledger };
}

const found = (findings: Findings) =>
  Object.entries(findings).filter(([, list]: [string, string[]]) => list.length > 0);

describe('the reconciliation of a load test', () => {
  it('finds nothing wrong if each log is stored once', () => {
    const { reconciler } = allButFirst();
    reconciler.addStored(stored(0));
    const { ok, findings, ...counts } = reconciler.result();
    assert.deepEqual(found(findings), []);
    assert.ok(ok);
    assert.deepEqual(counts, { accepted: 12, stored: 12, unansweredStored: 0 });
  });

  const name = `t1/${plan.logId(0)}`;
  const cases: [string, (reconciler: Reconciler, ledger: Ledger) => void, (keyof Findings)[]][] = [
    ['a log that is nowhere', () => undefined, ['lost']],
    [
      'a log given up',
      (to) => to.addDead({ tenantId: 't1', logId: plan.logId(0) }),
      ['deadLetters'],
    ],
    ['another text', (to) => to.addStored(stored(0, { originalText: 'x' })), ['altered']],
    ['a second write', (to) => to.addStored(stored(0, { rewritten: true })), ['rewritten']],
    [
      'a log that was refused',
      (to, ledger) => {
        ledger.answered(0, LOG_STATE.refused);
        to.addStored(stored(0));
      },
      ['refusedStored'],
    ],
    [
      'a log seen twice in its place',
      (to) => {
        to.addStored(stored(0));
        to.addStored(stored(0));
      },
      ['doubled'],
    ],
  ];
  for (const [what, happen, expected] of cases) {
    it(`finds ${what}`, () => {
      const { reconciler, ledger } = allButFirst();
      happen(reconciler, ledger);
      const { ok, findings } = reconciler.result();
      assert.ok(!ok);
      assert.deepEqual(
        found(findings),
        expected.map((finding) => [finding, [name]]),
      );
    });
  }

  it('finds a log in the wrong tenant, which is missing in its own', () => {
    const { reconciler } = allButFirst();
    reconciler.addStored(stored(0, { tenantId: 't2' }));
    const { findings } = reconciler.result();
    assert.deepEqual(found(findings), [
      ['lost', [name]],
      ['wrongTenant', [`t2/${plan.logId(0)}`]],
    ]);
  });

  it('finds logs that nobody sent: an unknown id, and a planned one that was not due', () => {
    const ledger = new Ledger(plan.logs);
    const reconciler = createReconciler({ plan, ledger, tenantIds: TENANTS });
    reconciler.addStored(stored(0));
    reconciler.addStored(stored(0, { logId: `${plan.idPrefix}0000000-1` }));
    assert.deepEqual(found(reconciler.result().findings), [
      ['strays', [name, `t1/${plan.idPrefix}0000000-1`]],
    ]);
  });

  it('allows an unanswered log to be stored or not, and a text to be kept elsewhere', () => {
    const { reconciler, ledger } = allButFirst();
    ledger.answered(0, LOG_STATE.unknown);
    assert.ok(reconciler.result().ok);
    const { originalText: _kept, ...elsewhere } = stored(0);
    reconciler.addStored(elsewhere);
    const { ok, unansweredStored } = reconciler.result();
    assert.ok(ok);
    assert.equal(unansweredStored, 1);
  });
});

describe('the plan of a load test', () => {
  it('gives each log an id that identifies it, spread over the range of ids', () => {
    const many = createPlan({
      run: 'r',
      seed: 1,
      requests: 5_000,
      mix: ['json'],
      batchSize: 1,
      senders: [{ tenantId: 't' }],
    });
    const ids = Array.from({ length: 5_000 }, (_, log) => many.logId(log));
    assert.equal(new Set(ids).size, 5_000);
    ids.forEach((id, log) => assert.equal(many.logOf(id), log));
    assert.equal(many.logOf(many.logId(5_000)), undefined);
    const rising = ids.filter((id, log) => log > 0 && id > (ids[log - 1] ?? '')).length;
    assert.ok(rising > 1_500 && rising < 3_500, String(rising));
  });

  it('sends every kind for every tenant, and names no tenant if a key does', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 6; index += 1) {
      const { kind, sender, firstLog, logs } = plan.request(index);
      seen.add(`${kind} ${sender}`);
      for (let log = firstLog; log < firstLog + logs; log += 1) {
        assert.equal(plan.senderOf(log), sender);
      }
    }
    assert.equal(seen.size, 6);
    const keyed = createPlan({
      run: 'r',
      seed: 1,
      requests: 1,
      mix: ['json'],
      batchSize: 1,
      senders: [{ key: 'k' }],
    });
    assert.equal(keyed.headers(keyed.request(0))['authorization'], 'Bearer k');
    assert.ok(!('tenant_id' in JSON.parse(keyed.body(keyed.request(0)))));
  });
});

describe('waiting for accepted logs', () => {
  const waiting = (counts: number[], dead = 0) => ({
    documents: {
      countStored: () =>
        Promise.resolve(counts.length > 1 ? (counts.shift() ?? 0) : (counts[0] ?? 0)),
      countDead: () => Promise.resolve(dead),
    },
    accepted: 10,
    timeoutMs: 5_000,
    signal: new AbortController().signal,
    onCount: () => undefined,
  });

  it('ends when all is stored or dead', async () => {
    assert.equal((await drain(waiting([3, 10]))).outcome, 'drained');
    const drained = await drain(waiting([9], 1));
    assert.deepEqual([drained.outcome, drained.stored, drained.dead], ['drained', 9, 1]);
  });

  it('ends at its limit or on a signal, and says how far it got', async () => {
    const late = await drain({ ...waiting([4]), timeoutMs: 20 });
    assert.deepEqual([late.outcome, late.stored], ['timed_out', 4]);
    assert.ok(late.seconds < 2);
    const stopped = await drain({ ...waiting([5]), signal: AbortSignal.abort() });
    assert.deepEqual([stopped.outcome, stopped.stored], ['interrupted', 5]);
  });
});
