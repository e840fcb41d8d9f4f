import assert from 'node:assert/strict';

import { type ChaosProgress, runChaos } from '../../../harness/chaos/run-chaos.js';

describe('npm run chaos, small', function () {
  // Longer than a run that waits for a message which never comes, so that it says which.
  this.timeout(300_000);
  let progress: ChaosProgress | undefined;

  afterEach(function () {
    if (this.currentTest?.isFailed()) console.error('The last that was seen:', progress);
  });

  it('stores every log answered 202 exactly once', async () => {
    const report = await runChaos({
      logs: 300,
      rate: 30,
      tenants: 3,
      workers: 2,
      seed: 3,
      onProgress: (now) => {
        progress = now;
      },
    });
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
