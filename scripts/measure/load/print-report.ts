import { formatTable } from '../../terminal/table.js';
import { NOT_SENT } from './recorder.js';
import type { Report, Summary, VerifyReport } from './report.js';
import type { Findings } from './verify/reconcile.js';

/** What an empty list of the reconciliation stands for. */
const FINDINGS = {
  lost: 'logs answered 202 and lost',
  deadLetters: 'logs answered 202 among the dead letters',
  doubled: 'logs stored twice',
  wrongTenant: 'logs in the wrong tenant',
  altered: 'logs with another text',
  rewritten: 'documents written a second time',
  refusedStored: 'logs refused and stored',
  strays: 'logs stored and never sent',
} as const satisfies Record<keyof Findings, string>;

/** A sender later than this is measuring itself. */
const LATE_MS = 50;

/** The report in readable form. */
export function formatReport(report: Report): string {
  const { requests, logs, statuses, errors, verify } = report;
  const counts = (record: Record<string, number>, name: (key: string) => string) =>
    Object.entries(record).map(([key, count]) => [name(key), String(count)]);
  const parts = [
    formatTable(
      [`${report.settings.requestsPerMinute} requests a minute`, ''],
      [
        ['requests due', String(requests.due)],
        ...counts(statuses, (status) => `answered ${status}`),
        ...counts(errors, (code) => (code === NOT_SENT ? 'not sent' : `no answer: ${code}`)),
        ['accepted a minute', report.acceptedPerMinute.toFixed(0)],
        ['logs accepted', `${logs.accepted} of ${logs.sent}`],
        ...(logs.rejected > 0 ? [['logs rejected in a 202', String(logs.rejected)]] : []),
        ['most requests in flight', String(requests.peakInFlight)],
        ['sender’s share of a core', `${(report.senderCpu * 100).toFixed(0)} %`],
      ],
    ),
    formatTable(
      ['milliseconds', 'p50', 'p95', 'p99', 'p99.9', 'max'],
      [
        row('latency, from when a request was due', report.latency),
        row('of this, the sender’s own delay', report.senderLag),
        ...(verify
          ? [
              row('stored, from received_at', verify.processedAfterReceived),
              row('stored, from when it was due', verify.processedAfterDue),
            ]
          : []),
      ],
    ),
    ...(verify ? verifyParts(verify) : []),
    ...hints(report),
  ];
  return parts.join('\n');
}

function row(name: string, { p50, p95, p99, p999, max }: Summary): string[] {
  return [name, ...[p50, p95, p99, p999, max].map((ms) => ms.toFixed(1))];
}

function verifyParts({
  drained,
  shards,
  findings,
  examples,
  stored,
  accepted,
  ok,
  ...verify
}: VerifyReport) {
  const names = Object.keys(FINDINGS) as (keyof Findings)[];
  // Nothing counts as lost before the backlog is gone.
  const label = (name: keyof Findings) =>
    name === 'lost' && drained.outcome !== 'drained'
      ? 'logs answered 202 and not stored yet'
      : FINDINGS[name];
  return [
    formatTable(
      ['what must be 0', '', 'the first'],
      names.map((name) => [label(name), String(findings[name]), examples[name]?.[0] ?? '']),
    ),
    ...(verify.unansweredStored > 0
      ? [
          `${verify.unansweredStored} logs are stored whose request had no answer or a 5xx: allowed.`,
        ]
      : []),
    drained.outcome === 'drained'
      ? `Stored ${drained.seconds.toFixed(1)} s after the last answer: ${stored} logs.`
      : `${drained.outcome === 'timed_out' ? 'The time limit was reached' : 'Interrupted'}: after ${drained.seconds.toFixed(0)} s ${drained.stored} of ${accepted} accepted logs were stored. The rest may still be on its way: it is counted above as not stored yet. Give it longer with --drain-timeout.`,
    ...(shards.shards > 1
      ? [
          `A tenant's logs are spread over ${shards.shards} shards, the fullest with ${(shards.fullestShare * 100).toFixed(1)} %; at most ${shards.mostASecond.tenant} a second were stored of one tenant, ${shards.mostASecond.shard} of one shard.`,
        ]
      : []),
    ok
      ? 'Every log answered 202 is stored exactly once, in its tenant.'
      : 'What is stored is not what was accepted: see above.',
  ];
}

function hints({ errors, senderLag, interrupted, requests, seconds }: Report): string[] {
  return [
    ...(interrupted ? [`Interrupted after ${seconds.toFixed(1)} s.`] : []),
    ...(errors[NOT_SENT]
      ? [
          `${errors[NOT_SENT]} requests were not sent, since ${requests.peakInFlight} were without an answer: the target is slower than the rate. Lower --rpm, or raise --max-in-flight.`,
        ]
      : []),
    ...(senderLag.p99 > LATE_MS
      ? [
          `The sender itself was late (p99 ${senderLag.p99.toFixed(0)} ms): it lacks processor time, and the latencies hold that too.`,
        ]
      : []),
  ];
}
