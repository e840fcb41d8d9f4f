import assert from 'node:assert/strict';

import { type OutageKind, type OutageProgress, runOutage } from '../../../harness/chaos/outage.js';

describe('npm run chaos -- --outage, small', function () {
  this.timeout(600_000);
  let progress: OutageProgress | undefined;

  afterEach(function () {
    if (this.currentTest?.isFailed()) console.error('The last that was seen:', progress);
  });

  const run = (kind: OutageKind, seconds: number, logs = 150) =>
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
      onProgress: (now) => {
        progress = now;
      },
    });

  it('heals by itself: all is stored once, and no letter is left but poison', async () => {
    const report = await run('store', 300);
    assert.ok(report.ok, JSON.stringify(report.findings, undefined, 2));
    assert.ok(report.counts.healed > 0, 'nothing died');
    assert.ok(report.counts.accepted > 140);
    assert.equal(report.counts.deadByWorker + report.counts.deadByPubsub, report.poison);
  });

  it('takes nothing while Pub/Sub is away, by halves neither', async () => {
    const report = await run('pubsub', 200, 60);
    assert.ok(report.ok, JSON.stringify(report.findings, undefined, 2));
    assert.deepEqual(Object.keys(report.answersWhileAway), ['503']);
    assert.ok(report.counts.accepted > 50);
  });
});
