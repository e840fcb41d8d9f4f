import assert from 'node:assert/strict';

import { type OutageKind, runOutage } from '../../../harness/chaos/outage.js';
import { runChaos } from '../../../harness/chaos/run-chaos.js';

/** Each in a project of its own, all at once: most of a run is waiting. */
describe('npm run chaos, small', function () {
  // Longer than a run that waits for a lost message, so that the run reports which one.
  this.timeout(480_000);
  const seen: Record<string, unknown> = {};
  const watch = (name: string) => (now: unknown) => {
    seen[name] = now;
  };
  const runs: Promise<unknown>[] = [];
  const begin = <T>(run: Promise<T>): Promise<T> => {
    runs.push(run);
    return run;
  };
  const outage = (kind: OutageKind, seconds: number, logs: number) =>
    begin(
      runOutage({
        kind,
        seconds,
        logs,
        tenants: 3,
        workers: 1,
        recorders: 1,
        seed: 5,
        scale: 0.03,
        untilDead: kind === 'store',
        onProgress: watch(kind),
      }),
    );
  let chaos: ReturnType<typeof runChaos>;
  let withoutStore: ReturnType<typeof runOutage>;
  let withoutPubsub: ReturnType<typeof runOutage>;

  before(() => {
    chaos = begin(
      runChaos({
        logs: 300,
        rate: 30,
        tenants: 3,
        workers: 2,
        seed: 3,
        onProgress: watch('chaos'),
      }),
    );
    withoutStore = outage('store', 300, 150);
    withoutPubsub = outage('pubsub', 400, 60);
    // A failure is reported by the test that awaits it.
    for (const run of runs) run.catch(() => undefined);
  });
  afterEach(function () {
    if (this.currentTest?.isFailed()) console.error('The last that was seen:', seen);
  });
  after(() => Promise.allSettled(runs));

  it('stores every log answered 202 exactly once', async () => {
    const report = await chaos;
    assert.ok(report.ok, JSON.stringify(report.findings, undefined, 2));
    assert.ok(report.failedDeliveries > 0, 'no fault hit anything');
    // One log in ten has no id and is never sent again; a busy `ingest` may refuse all of those.
    assert.ok(report.counts.accepted > 260);
    assert.equal(report.counts.deadByWorker + report.counts.deadByPubsub, report.poison);
    const once = ['cutDeadLetters', 'freezeWorker', 'cutIngest', 'killIngest'] as const;
    for (const fault of once) assert.equal(report.faults[fault], 1);
    assert.equal(report.faults.cutFirestore, 2);
    assert.ok((report.faults.killWorker ?? 0) + (report.faults.stopWorker ?? 0) > 0);
  });

  it('heals by itself after an outage: every log is stored once, and only poison remains as dead letters', async () => {
    const report = await withoutStore;
    assert.ok(report.ok, JSON.stringify(report.findings, undefined, 2));
    assert.ok(report.counts.healed > 0, 'nothing died');
    assert.ok(report.counts.accepted > 120);
    assert.equal(report.counts.deadByWorker + report.counts.deadByPubsub, report.poison);
  });

  it('accepts nothing while Pub/Sub is down, not even part of a batch', async () => {
    const report = await withoutPubsub;
    assert.ok(report.ok, JSON.stringify(report.findings, undefined, 2));
    const { 202: accepted = 0, 503: refused = 0 } = report.answersWhileAway;
    assert.equal(accepted, 0);
    assert.ok(refused > 0);
    assert.ok(report.counts.accepted > 50);
  });
});
