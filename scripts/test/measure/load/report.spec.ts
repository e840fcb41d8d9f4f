import assert from 'node:assert/strict';

import { decodeFromCompressedBase64 } from 'hdr-histogram-js';

import { renderHtml } from '../../../measure/load/html.js';
import { formatReport } from '../../../measure/load/print-report.js';
import { histogram, record, Recorder } from '../../../measure/load/recorder.js';
import { buildReport, type Report, type ReportInput } from '../../../measure/load/report.js';
import type { Verified } from '../../../measure/load/verify/verify.js';

const DELAYS = (() => {
  const of = histogram();
  for (let ms = 1; ms <= 100; ms += 1) record(of, ms);
  return of;
})();

const VERIFIED: Verified = {
  accepted: 100,
  stored: 100,
  unansweredStored: 0,
  ok: true,
  findings: {
    lost: [],
    deadLetters: [],
    doubled: [],
    wrongTenant: [],
    altered: [],
    rewritten: [],
    refusedStored: [],
    strays: [],
  },
  drained: { outcome: 'drained', stored: 100, dead: 0, seconds: 1 },
  shards: { shards: 1, fullestShare: 1, mostASecond: { tenant: 50, shard: 50 } },
  fromReceived: DELAYS,
  fromDue: DELAYS,
};

/** 100 answers of 202 after 1 to 100 ms, and the given overrides. */
function report(
  more: Partial<ReportInput> = {},
  happen: (recorder: Recorder) => void = () => undefined,
): Report {
  const recorder = new Recorder();
  for (let ms = 1; ms <= 100; ms += 1) {
    recorder.sent(0.5);
    recorder.answer(202, ms);
    if (ms === 50) recorder.tick(0);
  }
  happen(recorder);
  recorder.tick(1);
  return buildReport({
    run: 'r1',
    seed: 1,
    startedAt: '2026-01-15T10:30:00.000Z',
    target: 'http://127.0.0.1/',
    settings: {
      requestsPerMinute: 3_000,
      durationSeconds: 2,
      tenants: 5,
      mix: ['json'],
      batchSize: 100,
    },
    interrupted: false,
    sent: {
      seconds: 2,
      answeredSeconds: 4,
      rejectedLogs: 0,
    },
    logs: {
      sent: 100,
      accepted: 100,
    },
    senderCpu: 0.2,
    verified: undefined,
    ...more,
    recorder,
  });
}

const near = (actual: number | undefined, expected: number) =>
  assert.ok(Math.abs((actual ?? NaN) - expected) <= expected / 500, `${actual}, not ${expected}`);

describe('the report of a load test', () => {
  it('has the percentiles of all, the throughput until the last answer, and each second', () => {
    const { ok, latency, requests, acceptedPerMinute, timeline, hdrHistogram } = report();
    assert.ok(ok);
    near(latency.p50, 50);
    near(latency.p99, 99);
    near(latency.max, 100);
    assert.deepEqual(requests, { due: 100, sent: 100, accepted: 100, peakInFlight: 1 });
    assert.equal(acceptedPerMinute, 1_500);
    assert.deepEqual(
      timeline.map(({ at, due, answered, failed, outcomes }) => [
        at,
        due,
        answered,
        failed,
        outcomes,
      ]),
      [0, 1].map((at) => [at, 50, 50, 0, { 202: 50 }]),
    );
    near(timeline[0]?.max, 50);
    near(timeline[1]?.p50, 75);
    assert.equal(decodeFromCompressedBase64(hdrHistogram).totalCount, 100);
  });

  const one = (status: number) => (recorder: Recorder) => {
    recorder.sent(0);
    recorder.answer(status, 1);
  };
  const broken: [string, Report, RegExp][] = [
    ['429', report({}, one(429)), /answered 429 +│ 1 /],
    ['503', report({}, one(503)), /answered 503 +│ 1 /],
    [
      'a request without an answer',
      report({}, (recorder) => {
        recorder.sent(0);
        recorder.error('ECONNRESET', 1);
      }),
      /no answer: ECONNRESET +│ 1 /,
    ],
    [
      'a request that was not sent',
      report({}, (recorder) => recorder.notSent()),
      /1 requests were not sent, since 1 were without an answer: .*--max-in-flight/,
    ],
    [
      'a log that a 202 turned down',
      report({ sent: { seconds: 2, answeredSeconds: 2, rejectedLogs: 1 } }),
      /logs rejected in a 202 +│ 1 /,
    ],
    [
      'a lost log',
      report({
        verified: { ...VERIFIED, ok: false, findings: { ...VERIFIED.findings, lost: ['t1/l1'] } },
      }),
      /logs answered 202 and lost +│ 1 │ t1\/l1/,
    ],
    [
      'a backlog that outlasts the wait',
      report({
        verified: {
          ...VERIFIED,
          drained: { outcome: 'timed_out', stored: 9, dead: 0, seconds: 3 },
        },
      }),
      /The time limit was reached: after 3 s 9 of 100 .*--drain-timeout/,
    ],
  ];
  for (const [what, made, text] of broken) {
    it(`counts ${what} as an error, and says so`, () => {
      assert.ok(!made.ok);
      assert.match(formatReport(made), text);
    });
  }

  it('says when the sender itself was late', () => {
    const late = report({}, (recorder) => {
      for (let i = 0; i < 5; i += 1) {
        recorder.sent(400);
        recorder.answer(202, 500);
      }
    });
    assert.match(formatReport(late), /The sender itself was late \(p99 400 ms\)/);
    assert.doesNotMatch(formatReport(report()), /was late/);
  });

  it('shows the delay until logs are stored, and that all are', () => {
    const made = report({ verified: VERIFIED });
    assert.ok(made.ok);
    near(made.verify?.processedAfterReceived.p95, 95);
    assert.match(
      formatReport(made),
      /Every log answered 202 is stored exactly once, in its tenant/,
    );
  });
});

describe('the page of a load test', () => {
  it('is self-contained', () => {
    // Made once: the machine's load keeps changing.
    const shown = report();
    const html = renderHtml(shown);
    const data = /<script type="application\/json" id="report">(.*?)<\/script>/s.exec(html)?.[1];
    assert.deepEqual(JSON.parse(data ?? ''), JSON.parse(JSON.stringify(shown)));
    assert.doesNotMatch(
      html,
      /<(link|img|iframe|object|embed)\b|<script[^>]*\ssrc=|@import|url\(/i,
    );
    assert.match(html, /default-src 'none'/);
    for (const id of ['latency', 'distribution', 'outcomes', 'throughput']) {
      assert.match(html, new RegExp(`<div id="${id}">`));
    }
    assert.match(html, /uPlot/);
  });

  it('escapes every text', () => {
    const html = renderHtml(report({ target: 'http://x/</script><script>alert(1)</script>' }));
    assert.doesNotMatch(html, /<script>alert/);
  });
});
