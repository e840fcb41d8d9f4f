import assert from 'node:assert/strict';

import { runChaos } from './run/run-chaos.js';

describe('npm run chaos, small', function () {
  this.timeout(180_000);

  it('stores every log answered 202 exactly once', async () => {
    const report = await runChaos({ logs: 300, rate: 30, tenants: 3, workers: 2, seed: 3 });
    assert.ok(report.ok, JSON.stringify(report.findings, undefined, 2));
    assert.ok(report.failedDeliveries > 0, 'no fault hit anything');
    assert.ok(report.counts.accepted > 280);
    assert.equal(report.counts.deadByWorker + report.counts.deadByPubsub, report.poison);
    const once = ['cutDeadLetters', 'freezeWorker', 'cutIngest', 'killIngest'] as const;
    for (const fault of once) assert.equal(report.faults[fault], 1);
    assert.equal(report.faults.cutFirestore, 2);
    assert.ok((report.faults.killWorker ?? 0) + (report.faults.stopWorker ?? 0) > 0);
  });
});
