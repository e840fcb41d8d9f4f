import { availableParallelism, cpus, hostname, loadavg } from 'node:os';

import { encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';

import type { Kind } from './plan.js';
import { NOT_SENT, percentile, type Recorder, type Second, toMs } from './recorder.js';
import type { Sent } from './send.js';
import type { Findings, Reconciliation } from './verify/reconcile.js';
import type { Verified } from './verify/verify.js';

export interface Summary {
  p50: number;
  p90: number;
  p95: number;
  p99: number;
  p999: number;
  max: number;
  mean: number;
}

export interface VerifyReport extends Omit<Reconciliation, 'findings'> {
  drained: Verified['drained'];
  shards: Verified['shards'];
  /** How many of each. */
  findings: Record<keyof Findings, number>;
  /** The first of each. */
  examples: Partial<Record<keyof Findings, string[]>>;
  /** Milliseconds. */
  processedAfterReceived: Summary;
  processedAfterDue: Summary;
}

/** All times in milliseconds unless named otherwise. */
export interface Report {
  ok: boolean;
  run: string;
  seed: number;
  startedAt: string;
  target: string;
  machine: { host: string; cpu: string; cpus: number; node: string; loadAverage: number[] };
  settings: {
    requestsPerMinute: number;
    durationSeconds: number;
    tenants: number;
    mix: Kind[];
    batchSize: number;
  };
  interrupted: boolean;
  /** How long the schedule was. */
  seconds: number;
  /** From the first request to the last answer. */
  answeredSeconds: number;
  requests: { due: number; sent: number; accepted: number; peakInFlight: number };
  logs: { sent: number; accepted: number; rejected: number };
  /** Answered with 202, a minute, until the last answer. */
  acceptedPerMinute: number;
  statuses: Record<string, number>;
  /** Requests without an answer, by code; `not_sent` for those beyond --max-in-flight. */
  errors: Record<string, number>;
  /** From when a request was due to its answer or error, including any delay or wait. */
  latency: Summary;
  /** From when a request was due to when it was handed to the client. */
  senderLag: Summary;
  /** Share of one core that this process used while it sent. */
  senderCpu: number;
  distribution: { percentile: number; ms: number }[];
  /** The latencies as a compressed HdrHistogram, in microseconds, for merging with other runs'. */
  hdrHistogram: string;
  timeline: Second[];
  verify?: VerifyReport;
}

export interface ReportInput extends Pick<
  Report,
  'run' | 'seed' | 'startedAt' | 'target' | 'settings' | 'interrupted'
> {
  recorder: Recorder;
  sent: Sent;
  logs: { sent: number; accepted: number };
  senderCpu: number;
  verified: Verified | undefined;
}

const EXAMPLES = 5;
const PERCENTILES = [
  0, 10, 25, 50, 60, 70, 75, 80, 85, 90, 92.5, 95, 97, 98, 99, 99.5, 99.9, 99.95, 99.99, 100,
];

export function buildReport(input: ReportInput): Report {
  const { recorder, sent, verified, logs, run, seed, startedAt, target, settings } = input;
  const accepted = recorder.statuses['202'] ?? 0;
  const verify = verified && verifyReport(verified);
  return {
    ok:
      accepted === recorder.due &&
      accepted > 0 &&
      sent.rejectedLogs === 0 &&
      (verify === undefined || (verify.ok && verify.drained.outcome === 'drained')),
    run,
    seed,
    startedAt,
    target,
    machine: {
      host: hostname(),
      cpu: cpus()[0]?.model ?? 'unknown',
      cpus: availableParallelism(),
      node: process.version,
      loadAverage: loadavg().map((load) => Number(load.toFixed(2))),
    },
    settings,
    interrupted: input.interrupted,
    seconds: sent.seconds,
    answeredSeconds: sent.answeredSeconds,
    requests: {
      due: recorder.due,
      sent: recorder.due - (recorder.errors[NOT_SENT] ?? 0),
      accepted,
      peakInFlight: recorder.peakInFlight,
    },
    logs: { ...logs, rejected: sent.rejectedLogs },
    acceptedPerMinute: (accepted / Math.max(sent.seconds, sent.answeredSeconds, 1)) * 60,
    statuses: recorder.statuses,
    errors: recorder.errors,
    latency: summarise(recorder.latency),
    senderLag: summarise(recorder.lag),
    senderCpu: input.senderCpu,
    distribution: PERCENTILES.map((percent) => ({
      percentile: percent,
      ms: percentile(recorder.latency, percent),
    })),
    hdrHistogram: encodeIntoCompressedBase64(recorder.latency),
    timeline: recorder.seconds,
    ...(verify && { verify }),
  };
}

function verifyReport(verified: Verified): VerifyReport {
  const { findings, fromReceived, fromDue, ...rest } = verified;
  const entries = Object.entries(findings) as [keyof Findings, string[]][];
  return {
    ...rest,
    findings: Object.fromEntries(
      entries.map(([name, list]) => [name, list.length]),
    ) as VerifyReport['findings'],
    examples: Object.fromEntries(
      entries
        .filter(([, list]) => list.length > 0)
        .map(([name, list]) => [name, list.slice(0, EXAMPLES)]),
    ),
    processedAfterReceived: summarise(fromReceived),
    processedAfterDue: summarise(fromDue),
  };
}

function summarise(of: Histogram): Summary {
  return {
    p50: percentile(of, 50),
    p90: percentile(of, 90),
    p95: percentile(of, 95),
    p99: percentile(of, 99),
    p999: percentile(of, 99.9),
    max: toMs(of.maxValue),
    mean: of.totalCount === 0 ? 0 : toMs(of.mean),
  };
}
