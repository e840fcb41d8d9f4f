import { openFirestore } from '../../../functions/src/adapters/firestore.js';
import { createReadKey } from '../../../functions/src/adapters/tenant-store.js';
import { hashApiKey } from '../../../functions/src/contract/api-key.js';
import { connectTo } from '../../operate/google/connect.js';
import { OperatorError } from '../../terminal/operator-error.js';
import { createClient } from './client.js';
import type { Interrupts } from '../../terminal/interrupt.js';
import { Ledger, LOG_STATE } from './ledger.js';
import { type LocalStack, startLocalStack } from './local-stack.js';
import { isLoopback, type LoadOptions, sendersOf } from './options.js';
import { createPlan, type Sender } from './plan.js';
import { Recorder } from './recorder.js';
import { buildReport, type Report } from './report.js';
import { sendPlan } from './send.js';
import { findRunDocuments } from './verify/run-documents.js';
import { verify, type Verified } from './verify/verify.js';

const KEY_TIMEOUT_MS = 10_000;

interface Target {
  urls: string[];
  /** For the report. */
  name: string;
  stack: LocalStack | undefined;
}

/** Runs a load test to its report. `onProgress` gets one line on what happens, very often. */
export async function runLoad(
  options: LoadOptions,
  interrupts: Interrupts,
  onProgress: (line: string) => void,
): Promise<Report> {
  const run = Date.now().toString(36);
  const senders = sendersOf(options, run);
  const target = await openTarget(options, run, onProgress);
  try {
    const tenantIds = options.verify ? await connect(options, target, senders, run) : [];
    return await measure({ options, interrupts, onProgress, run, senders, target, tenantIds });
  } finally {
    await target.stack?.stop();
  }
}

async function openTarget(
  { url, ingestInstances, workers, pushers }: LoadOptions,
  run: string,
  onProgress: (line: string) => void,
): Promise<Target> {
  if (url === undefined) {
    onProgress('starting the local stack');
    const projectId = projectOf(run);
    const stack = await startLocalStack({
      projectId,
      name: 'load',
      ingestInstances,
      workers,
      pushers,
    });
    const name = `a local stack of ${ingestInstances} ingest and ${workers} processLogs`;
    return { urls: stack.ingestUrls, name, stack };
  }
  try {
    // Any answer will do: the server is up.
    await fetch(`${url.href.replace(/\/$/, '')}/health`, { signal: AbortSignal.timeout(10_000) });
  } catch {
    throw new OperatorError(
      `Nothing answers at ${url.host}: is the gateway running${isLoopback(url.hostname) ? ' (`npm start`)' : ''}, and the address right?`,
    );
  }
  return { urls: [url.href], name: url.href, stack: undefined };
}

/** "demo-" keeps every client away from real projects. */
const projectOf = (run: string) => `demo-load-${run}`;

/** Points Google's clients at the target's storage, and returns the tenant of each sender. */
async function connect(
  { project, shards }: LoadOptions,
  { stack }: Target,
  senders: readonly Sender[],
  run: string,
): Promise<string[]> {
  if (stack === undefined) {
    await connectTo(project, ['firestore']);
  } else {
    process.env['FIRESTORE_EMULATOR_HOST'] = stack.firestoreHost;
    await connectTo(projectOf(run), ['firestore']);
    if (shards > 1) await raiseShards(senders, shards);
  }
  const readKey = createReadKey(KEY_TIMEOUT_MS);
  return Promise.all(
    senders.map(async ({ tenantId, key }, index) => {
      const found = tenantId ?? (await readKey(hashApiKey(key ?? '')))?.tenant_id;
      if (found !== undefined) return found;
      throw new OperatorError(
        `Key ${index + 1} is not known to the project: \`npm run tenant -- key list TENANT --project …\` lists those that are.`,
      );
    }),
  );
}

/** Before their first log: a worker reads a tenant's settings once a minute. */
async function raiseShards(senders: readonly Sender[], shards: number): Promise<void> {
  const firestore = openFirestore();
  await Promise.all(
    senders.map(({ tenantId }) =>
      firestore.doc(`tenants/${tenantId}`).set({ settings: { shards } }),
    ),
  );
}

interface Measurement {
  options: LoadOptions;
  interrupts: Interrupts;
  onProgress: (line: string) => void;
  run: string;
  senders: Sender[];
  target: Target;
  /** Of each sender; empty without --verify. */
  tenantIds: string[];
}

async function measure(measurement: Measurement): Promise<Report> {
  const { options, interrupts, onProgress, run, senders, target, tenantIds } = measurement;
  const { rpm, duration, mix, batchSize, seed, timeout } = options;
  const requests = Math.floor((rpm * duration) / 60);
  const plan = createPlan({ run, seed, requests, mix, batchSize, senders });
  const recorder = new Recorder();
  const ledger = new Ledger(plan.logs);
  const startedAt = new Date().toISOString();
  const sending = interrupts.phase();
  const live = setInterval(() => onProgress(describe(recorder, requests)), 100);
  const cpu = process.cpuUsage();
  const sent = await sendPlan({
    plan,
    client: createClient({
      urls: target.urls,
      connections: options.connections,
      timeoutMs: timeout * 1000,
    }),
    recorder,
    ledger,
    requestsPerMinute: rpm,
    maxInFlight: options.maxInFlight,
    graceMs: timeout * 1000,
    signal: sending,
  }).finally(() => clearInterval(live));
  const { user, system } = process.cpuUsage(cpu);

  let verified: Verified | undefined;
  if (options.verify) {
    const firestore = openFirestore();
    // The local stack's project belongs to this run, so every tenant in it may be read.
    const tenants = target.stack
      ? (await firestore.collection('tenants').listDocuments()).map(({ id }) => id)
      : tenantIds;
    verified = await verify({
      plan,
      ledger,
      tenantIds,
      documents: findRunDocuments(firestore, [...tenantIds, ...tenants], plan.idPrefix),
      timeoutMs: options.drainTimeout * 1000,
      signal: interrupts.phase(),
      onProgress,
    });
  }
  return buildReport({
    run,
    seed,
    startedAt,
    target: target.name,
    settings: {
      requestsPerMinute: rpm,
      durationSeconds: duration,
      tenants: senders.length,
      mix,
      batchSize,
    },
    interrupted: sending.aborted,
    recorder,
    sent,
    logs: {
      sent: ledger.size - ledger.count(LOG_STATE.notSent),
      accepted: ledger.count(LOG_STATE.accepted),
    },
    senderCpu: (user + system) / 1e6 / sent.answeredSeconds,
    verified,
  });
}

function describe(recorder: Recorder, requests: number): string {
  const last = recorder.seconds.at(-1);
  const outcomes = Object.entries({ ...recorder.statuses, ...recorder.errors });
  return [
    `${recorder.due} of ${requests} due, ${recorder.inFlight} in flight`,
    outcomes.map(([outcome, count]) => `${outcome}: ${count}`).join(', ') || 'no answer yet',
    ...(last?.p50 === undefined
      ? []
      : [`p50 ${last.p50.toFixed(1)} ms, p99 ${last.p99?.toFixed(1)} ms`]),
  ].join('; ');
}
