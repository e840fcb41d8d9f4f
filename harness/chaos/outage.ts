import { setTimeout as sleep } from 'node:timers/promises';

import { BACKOFF_SECONDS, RECORDER_BACKOFF_SECONDS } from '../../functions/src/limits.js';
import { type FaultStack, startFaultStack } from '../stack/fault-stack.js';
import { startOverloadedFirestore } from '../stack/overloaded-firestore.js';
import { requiredEnv } from '../support/env.js';
import { emulatedFirestore } from '../support/firestore.js';
import { createRandom } from '../support/random.js';
import { collect } from './collect.js';
import { type Counted, countDocuments, drain } from './drain.js';
import { createPlan, type Plan } from './plan.js';
import { type Found, type Reconciliation, reconcile } from './reconcile.js';
import { startSending, type Try } from './send.js';

/** The service that is down during an outage. */
export const OUTAGES = {
  store: 'Firestore, for all functions',
  pubsub: 'Pub/Sub, for ingest',
  both: 'Firestore and Pub/Sub at once',
  overload: 'nothing: 30 % of the workers’ calls of Firestore end with an error of load',
} as const;

export type OutageKind = keyof typeof OUTAGES;

export interface OutageOptions {
  kind: OutageKind;
  /** As in production. */
  seconds: number;
  /** Logs and poison messages together. */
  logs: number;
  tenants: number;
  workers: number;
  recorders: number;
  seed: number;
  /** Scales that time and every wait: 1 is as in production. */
  scale: number;
  /** Extended until a message has died: how long that takes depends on the machine. */
  untilDead?: boolean;
  onProgress?: (progress: OutageProgress) => void;
}

export interface OutageProgress extends Counted {
  phase: 'before' | 'away' | 'back' | 'reconciling';
  /** Since the start. */
  seconds: number;
  sent: number;
  deliveries: number;
  failedDeliveries: number;
}

export interface OutageReport extends Reconciliation {
  kind: OutageKind;
  seed: number;
  logs: number;
  poison: number;
  /** How long it was down, in real time. */
  awaySeconds: number;
  /** From recovery to the last log sent before it, in real time; a tenth of production's. */
  healedAfterSeconds: number;
  /** Answers to requests that were sent and answered during the outage. */
  answersWhileAway: Record<string, number>;
  deliveries: number;
  failedDeliveries: number;
  recorderDeliveries: number;
  errors: Record<string, number>;
  curve: OutageProgress[];
  seconds: number;
}

/** A function’s timeout: production’s 120 s, and at least what an instance needs to start. */
const TIMEOUT_SECONDS = { production: 120, least: 5 };
/** What is sent before and after the outage, in addition to what is sent during it. */
const CALM_MS = 4_000;
/** Requests in flight when the outage began or ended are not judged. */
const EDGE_MS = 3_000;
const OVERLOAD_PERCENT = 30;
const LONGEST_EXTENSION_MS = 120_000;

/** Sends logs steadily, takes a service down for a time, and reconciles what is stored with what was sent. */
export async function runOutage(options: OutageOptions): Promise<OutageReport> {
  const { kind, logs, seed, onProgress } = options;
  const started = Date.now();
  const { scale } = options;
  const timeoutSeconds = Math.max(TIMEOUT_SECONDS.least, TIMEOUT_SECONDS.production * scale);
  const awayMs = options.seconds * 1000 * scale;
  const name = `outage-${process.pid}-${started.toString(36)}`;
  const projectId = `demo-${name}`;
  const random = createRandom(seed);
  const rate = (logs * 1000) / (awayMs + 2 * CALM_MS);
  const plan = createPlan(random, { name: 'outage', count: logs, rate, tenants: options.tenants });
  const firestore = emulatedFirestore({ projectId });
  const overloaded =
    kind === 'overload'
      ? await startOverloadedFirestore(
          requiredEnv('FIRESTORE_EMULATOR_HOST'),
          OVERLOAD_PERCENT,
          createRandom(seed + 1),
        )
      : undefined;
  const timeouts = {
    STORE_TIMEOUT_MS: String(Math.max(2_000, 20_000 * scale)),
    PUBLISH_TIMEOUT_MS: String(Math.max(2_000, 10_000 * scale)),
  };
  const stack = await startFaultStack({
    name,
    projectId,
    workers: options.workers,
    recorders: options.recorders,
    ackDeadlineSeconds: timeoutSeconds,
    backoffMs: {
      worker: scaled(BACKOFF_SECONDS, scale),
      recorder: scaled(RECORDER_BACKOFF_SECONDS, scale),
    },
    ...(overloaded && { workersFirestoreHost: overloaded.host }),
    ingestEnv: timeouts,
    workerEnv: timeouts,
    recorderEnv: {
      ...timeouts,
      HEAL_ROUNDS: '3',
      HEAL_WAIT_SECONDS: String(Math.max(1, Math.round(300 * scale))),
    },
  });
  const curve: OutageProgress[] = [];
  try {
    const { pubsub, topic } = stack;
    const sending = startSending(plan, {
      ingestUrl: () => stack.ingest.url,
      pubsub,
      topic,
      patienceMs: awayMs + 300_000,
    });
    const begun = Date.now();
    let phase: OutageProgress['phase'] = 'before';
    const report = (counted: Counted) => {
      const progress = {
        phase,
        seconds: Math.round((Date.now() - begun) / 1000),
        sent: sending.sent(),
        ...counted,
        deliveries: stack.router.deliveries(),
        failedDeliveries: stack.router.failed(),
      };
      curve.push(progress);
      onProgress?.(progress);
    };
    const watch = async (until: number) => {
      while (Date.now() < until) {
        report(await countDocuments(firestore));
        await sleep(Math.max(0, Math.min(1_000, until - Date.now())));
      }
    };

    await watch(begun + CALM_MS);
    // Emulators that have just started take a while to answer.
    while (curve.at(-1)?.stored === 0 && Date.now() < begun + LONGEST_EXTENSION_MS) {
      await watch(Date.now() + 500);
    }
    const links = linksOf(stack, kind);
    links.forEach((link) => link.cut());
    const away = Date.now();
    phase = 'away';
    await watch(away + awayMs);
    const latest = away + awayMs + LONGEST_EXTENSION_MS;
    while (options.untilDead && stack.recorderRouter.forwarded() === 0 && Date.now() < latest) {
      await watch(Date.now() + 500);
    }
    links.forEach((link) => link.restore());
    const back = Date.now();
    phase = 'back';
    const sent = sending.done.then(() => 'sent');
    while ((await Promise.race([sent, sleep(1_000)])) !== 'sent') {
      report(await countDocuments(firestore));
    }
    const accepted = [...sending.answers.values()].filter((answer) => answer.kind === 'accepted');
    await drain({
      firestore,
      expected: accepted.length + plan.poison.length,
      deliveries: () => stack.router.deliveries() + stack.recorderRouter.deliveries(),
      // Longer than the wait between two deliveries of a letter, even on a busy machine.
      quietMs: (timeoutSeconds + 10) * 1000,
      // The longest wait of all: the one before the last round.
      stuckMs: Math.max(120_000, 2 * 1_800_000 * scale),
      onCount: report,
    });
    phase = 'reconciling';
    const found = await collect(firestore);
    const backlog = { plan, before: back - begun };
    return {
      ...reconcile(plan, sending.answers, found),
      kind,
      seed,
      logs,
      poison: plan.poison.length + plan.logs.filter(({ conflictsWith }) => conflictsWith).length,
      awaySeconds: Math.round((back - away) / 1000),
      healedAfterSeconds: Math.round((lastStored(found, backlog) - back) / 100) / 10,
      answersWhileAway: countAnswers(sending.tries, away + EDGE_MS, back),
      deliveries: stack.router.deliveries(),
      failedDeliveries: stack.router.failed(),
      recorderDeliveries: stack.recorderRouter.deliveries(),
      errors: { ...overloaded?.errors() },
      curve,
      seconds: Math.round((Date.now() - started) / 1000),
    };
  } finally {
    await stack.stop();
    overloaded?.close();
    await firestore.terminate();
  }
}

function scaled({ min, max }: { min: number; max: number }, scale: number) {
  return { min: min * 1000 * scale, max: max * 1000 * scale };
}

function linksOf(stack: FaultStack, kind: OutageKind) {
  const { workersToFirestore, recordersToFirestore, ingestToFirestore, ingestToPubsub } = stack;
  const store = [workersToFirestore, recordersToFirestore, ingestToFirestore];
  return {
    store,
    pubsub: [ingestToPubsub],
    both: [...store, ingestToPubsub],
    overload: [],
  }[kind];
}

/** When the last log sent before a point in the plan was stored. */
function lastStored({ logs }: Found, { plan, before }: { plan: Plan; before: number }): number {
  const early = new Set(plan.logs.filter(({ at }) => at < before).map(({ text }) => text));
  return logs
    .filter(({ originalText }) => early.has(String(originalText)))
    .reduce((latest, { storedAt }) => Math.max(latest, storedAt), 0);
}

/** Of requests within a span, by status. */
function countAnswers(tries: readonly Try[], from: number, to: number): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { begun, ended, status } of tries) {
    if (begun < from || ended > to) continue;
    const name = String(status ?? 'none');
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
