import assert from 'node:assert/strict';

import { type OutageKind, type OutageProgress, runOutage } from '../../../harness/chaos/outage.js';

describe('npm run chaos -- --outage, small', function () {
  this.timeout(300_000);
  let progress: OutageProgress | undefined;

  afterEach(function () {
    if (this.currentTest?.isFailed()) console.error('The last that was seen:', progress);
  });

  const run = (kind: OutageKind, seconds: number) =>
    runOutage({
      kind,
      seconds,
      logs: 150,
      tenants: 3,
      workers: 1,
      recorders: 1,
      seed: 5,
      fullSpeed: false,
      onProgress: (now) => {
        progress = now;
      },
    });

  it('heals by itself: all is stored once, and no letter is left but poison', async () => {
    // 5 deliveries are over by then: 1, 2, 4 and 8 s apart.
    const report = await run('store', 180);
    assert.ok(report.ok, JSON.stringify(report.findings, undefined, 2));
    assert.ok(report.counts.healed > 0, 'nothing died');
    assert.ok(report.counts.accepted > 140);
    assert.equal(report.counts.deadByWorker + report.counts.deadByPubsub, report.poison);
  });
});
