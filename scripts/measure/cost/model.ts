import { MAX_CONCURRENT_WRITES, WRITE_REQUEST } from '../../../functions/src/limits.js';
import { billedInstances, SECONDS_A_MONTH } from './compute.js';
import type { FunctionName, Instance } from './functions.js';
import { healing } from './healing.js';
import type { Indexes } from './index-entries.js';
import { lookups } from './lookups.js';
import {
  CLOUD_LOGGING,
  CLOUD_RUN,
  EGRESS,
  FIRESTORE_LOCATIONS,
  type Price,
  PUBSUB_STORAGE,
  PUBSUB_THROUGHPUT,
} from './prices.js';
import { type Sizes, sizesOf } from './sample.js';
import type { Assumptions, Workload } from './workload.js';

export interface Setup {
  /** Of the functions: a key of {@link CLOUD_RUN}. */
  region: string;
  /** Of Firestore: a key of {@link FIRESTORE_LOCATIONS}. */
  database: string;
  indexes: Indexes;
  instances: Record<FunctionName, Instance>;
  assumptions: Assumptions;
  freeTier: boolean;
}

export interface Line {
  service: string;
  item: string;
  /** In a month, of {@link Price.unit}. */
  quantity: number;
  unit: string;
  usd: number;
}

export interface Estimate {
  lines: Line[];
  sizes: Sizes;
  /** Billed on average. */
  instances: { ingest: number; worker: number };
  usdPerMonth: number;
  usdPerMillion: number;
}

const GIB = 1024 ** 3;
const DAYS_A_MONTH = 365 / 12;
/** The least that a publish and a push count for: https://cloud.google.com/pubsub/pricing */
const LEAST_PUBSUB_BYTES = 1_000;
/** Logs of a message that wait for Firestore together: several requests at once, of many each. */
const LOGS_WRITTEN_AT_ONCE = MAX_CONCURRENT_WRITES * WRITE_REQUEST.items;
/** Reads per message with logs that match an alert: the count so far, and the alert's state. */
const READS_A_MATCH = 2;
/** A subscription keeps a day's backlog free of charge. */
const FREE_BACKLOG_DAYS = 1;

/** What a month costs, line by line. */
export function estimate(workload: Workload, setup: Setup): Estimate {
  const { logsPerMonth: logs, batch, retentionDays } = workload;
  const { assumptions, instances: configured } = setup;
  const { cpuTarget, ingestCpuMs, workerCpuMs } = assumptions;
  const run = known(CLOUD_RUN, setup.region, 'region');
  const firestore = known(FIRESTORE_LOCATIONS, setup.database, 'database location');
  const sizes = sizesOf({ ...workload, expires: retentionDays > 0 }, setup.indexes);

  const requests = logs / batch;
  const messages = requests * sizes.messages;
  const dead = logs * workload.deadLetters;
  const billed = (name: FunctionName, perMonth: number, cpuMs: number, latencyMs: number) =>
    billedInstances({ perMonth, cpuMs, latencyMs }, configured[name], cpuTarget);
  const ingestCpu = ingestCpuMs.request + batch * ingestCpuMs.log;
  const workerCpu = workerCpuMs.message + sizes.logsPerMessage * workerCpuMs.log;
  const storeMs = assumptions.storeMs * Math.ceil(sizes.logsPerMessage / LOGS_WRITTEN_AT_ONCE);
  const ingest = billed('ingest', requests, ingestCpu, ingestCpu + assumptions.publishMs);
  const worker = billed('processLogs', messages, workerCpu, workerCpu + storeMs);
  const recorderCpu = workerCpuMs.message + workerCpuMs.log;
  const recorder = billed('recordDeadLetters', dead, recorderCpu, assumptions.storeMs);
  const running = { ingest, processLogs: worker, recordDeadLetters: recorder };
  const seconds = (of: (instance: Instance) => number) =>
    Object.entries(running).reduce(
      (sum, [name, count]) => sum + count * of(configured[name as FunctionName]) * SECONDS_A_MONTH,
      0,
    );

  const twice = (bytes: number) => 2 * Math.max(LEAST_PUBSUB_BYTES, bytes); // In and out.
  const deadBytes = dead * sizes.messageOfOne;
  const backlogDays = Math.max(0, workload.deadLetterBacklogDays - FREE_BACKLOG_DAYS);
  const extra = lookups({ requests, messages }, workload.tenants, { ingest, worker });
  const keptMonths = (retentionDays || 365) / DAYS_A_MONTH;
  const { answerBytes: answer, loggedBytes: logged, requestLogs, successLines } = assumptions;
  const told = (lines: number) => (lines * successLines * logged.line) / GIB;
  const healed = healing(messages, workload.outageHours);
  const matched = messages * workload.alertMatches;
  const served = requests + messages + dead + healed.calls + matched;
  const once = (bytes: number) => Math.max(LEAST_PUBSUB_BYTES, bytes);

  const line = (service: string, item: string, price: Price, quantity: number): Line => {
    const paid = setup.freeTier ? Math.max(0, quantity - price.freePerMonth) : quantity;
    return { service, item, quantity, unit: price.unit, usd: (paid / price.per) * price.usd };
  };
  const lines = [
    line('Cloud Run', 'requests', run.requests, served),
    line(
      'Cloud Run',
      'CPU',
      run.cpu,
      seconds(({ vcpu }) => vcpu),
    ),
    line(
      'Cloud Run',
      'memory',
      run.memory,
      seconds(({ memoryGib }) => memoryGib),
    ),
    line(
      'Pub/Sub',
      'publishing and delivery',
      PUBSUB_THROUGHPUT,
      (messages * twice(sizes.message) + dead * twice(sizes.messageOfOne)) / GIB,
    ),
    line('Pub/Sub', 'healing', PUBSUB_THROUGHPUT, (healed.messages * once(sizes.message)) / GIB),
    line('Pub/Sub', 'matches of alerts', PUBSUB_THROUGHPUT, (matched * twice(0)) / GIB),
    line(
      'Pub/Sub',
      'unacknowledged dead letters',
      PUBSUB_STORAGE,
      (deadBytes / GIB) * (backlogDays / DAYS_A_MONTH),
    ),
    line('Firestore', 'writes of logs', firestore.writes, logs * sizes.documentCount),
    line('Firestore', 'writes of dead letters', firestore.writes, dead),
    line('Firestore', 'writes of healing', firestore.writes, healed.writes),
    line('Firestore', 'writes of matches of alerts', firestore.writes, matched),
    line('Firestore', 'writes of quota leases', firestore.writes, extra.writes),
    line('Firestore', 'reads of keys, tenants, quotas', firestore.reads, extra.reads),
    line('Firestore', 'reads of alerts', firestore.reads, matched * READS_A_MATCH),
    line(
      'Firestore',
      'deletes by TTL',
      firestore.deletes,
      (retentionDays > 0 ? logs * sizes.documentCount + dead : 0) + healed.deletes + matched,
    ),
    line(
      'Firestore',
      'storage of documents',
      firestore.storage,
      ((logs * sizes.documents + deadBytes) / GIB) * keptMonths,
    ),
    line(
      'Firestore',
      'storage of index entries',
      firestore.storage,
      ((logs * sizes.indexes) / GIB) * keptMonths,
    ),
    line('Egress', 'answers', EGRESS, (requests * answer.request + logs * answer.log) / GIB),
    line(
      'Cloud Logging',
      'requests',
      CLOUD_LOGGING,
      requestLogs ? (served * logged.request) / GIB : 0,
    ),
    line('Cloud Logging', 'lines of ingest', CLOUD_LOGGING, told(requests)),
    line('Cloud Logging', 'lines of the worker', CLOUD_LOGGING, told(messages)),
    line('Cloud Logging', 'lines of healing', CLOUD_LOGGING, (healed.lines * logged.line) / GIB),
    line('Cloud Logging', 'lines of alerts', CLOUD_LOGGING, told(matched)),
  ];
  const usdPerMonth = lines.reduce((sum, { usd }) => sum + usd, 0);
  return {
    lines,
    sizes,
    instances: { ingest, worker },
    usdPerMonth,
    usdPerMillion: (usdPerMonth / logs) * 1e6,
  };
}

/** A region or location with an unknown price: names those with known prices. */
export class UnknownPlace extends Error {
  override name = 'UnknownPlace';
}

function known<T>(table: Readonly<Record<string, T>>, name: string, kind: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(table).join(', ');
  throw new UnknownPlace(
    `No prices for the ${kind} ${name}. There are: ${names}. Add it to scripts/measure/cost/prices.ts.`,
  );
}
