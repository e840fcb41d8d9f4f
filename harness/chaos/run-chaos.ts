import { setTimeout as sleep } from 'node:timers/promises';

import type { Firestore } from '../../functions/src/adapters/firestore.js';
import { type FaultStack, startFaultStack } from '../stack/fault-stack.js';
import { emulatedFirestore } from '../support/firestore.js';
import { collect } from './collect.js';
import { type Counted, countDocuments, drain } from './drain.js';
import { type Fault, injectFaults, planFaults } from './faults.js';
import { createPlan, type Plan } from './plan.js';
import { createRandom } from '../support/random.js';
import { type Reconciliation, reconcile } from './reconcile.js';
import { type Sending, startSending } from './send.js';

export interface ChaosOptions {
  /** Logs and poison messages together. */
  logs: number;
  /** Of these a second. */
  rate: number;
  tenants: number;
  workers: number;
  /** Repeats what is sent and which faults happen when; what they hit depends on the machine. */
  seed: number;
  /** Called on each change, which is often. */
  onProgress?: (progress: ChaosProgress) => void;
}

export interface ChaosProgress {
  phase: 'sending' | 'draining' | 'reconciling';
  sent: number;
  toSend: number;
  retries: number;
  stored: number;
  deadLetters: number;
  healed: number;
  deliveries: number;
  failedDeliveries: number;
  lastFault: Fault | undefined;
}

export interface ChaosReport extends Reconciliation {
  seed: number;
  logs: number;
  /** Messages that can never be stored, conflicts included. */
  poison: number;
  sentTwice: number;
  /** Requests that a client sent again because it was not answered 202. */
  retries: number;
  deliveries: number;
  failedDeliveries: number;
  faults: Partial<Record<Fault, number>>;
  seconds: number;
}

const ACK_DEADLINE_SECONDS = 10;
/** After this long without a delivery nothing is in flight: longer than the ack deadline. */
const QUIET_MS = (ACK_DEADLINE_SECONDS + 10) * 1000;
/** Longest wait for a backlog without progress. */
const STUCK_MS = 120_000;

/** Runs chaos on the emulators of the environment, in a project of its own, and reconciles. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { logs, rate, seed, workers } = options;
  const started = Date.now();
  const name = `chaos-${process.pid}-${started.toString(36)}`;
  const projectId = `demo-${name}`;
  const random = createRandom(seed);
  const plan = createPlan(random, { name: 'chaos', count: logs, rate, tenants: options.tenants });
  const faults = planFaults(random, plan.duration, ACK_DEADLINE_SECONDS);
  const firestore = emulatedFirestore({ projectId });
  const stack = await startFaultStack({
    name,
    projectId,
    workers,
    ackDeadlineSeconds: ACK_DEADLINE_SECONDS,
    // Short enough for some messages to fail five times during the last fault.
    timeoutMs: 2_000,
    // Poison goes through all its rounds before it stays.
    recorderEnv: { HEAL_ROUNDS: '3', HEAL_WAIT_SECONDS: '1' },
  });
  try {
    const { pubsub, topic } = stack;
    const sending = startSending(plan, { ingestUrl: () => stack.ingest.url, pubsub, topic });
    const counts: Partial<Record<Fault, number>> = {};
    let lastFault: Fault | undefined;
    const injecting = injectFaults(stack, faults, random, (fault) => {
      counts[fault] = (counts[fault] ?? 0) + 1;
      lastFault = fault;
    });
    const watch = { plan, stack, sending, firestore, lastFault: () => lastFault, options };
    const sent = Promise.all([sending.done, injecting]).then(() => 'sent');
    do report(watch, 'sending', await countDocuments(firestore));
    while ((await Promise.race([sent, sleep(1_000)])) !== 'sent');
    const { answers } = sending;
    const accepted = [...answers.values()].filter(({ kind }) => kind === 'accepted').length;
    await drain({
      firestore,
      expected: accepted + plan.poison.length,
      deliveries: () => stack.router.deliveries() + stack.recorderRouter.deliveries(),
      quietMs: QUIET_MS,
      stuckMs: STUCK_MS,
      onCount: (counted) => report(watch, 'draining', counted),
    });
    report(watch, 'reconciling', await countDocuments(firestore));
    const reconciliation = reconcile(plan, sending.answers, await collect(firestore));
    return {
      ...reconciliation,
      seed,
      logs,
      poison: plan.poison.length + plan.logs.filter(({ conflictsWith }) => conflictsWith).length,
      sentTwice: plan.again.length,
      retries: sending.retries(),
      deliveries: stack.router.deliveries(),
      failedDeliveries: stack.router.failed(),
      faults: counts,
      seconds: Math.round((Date.now() - started) / 1000),
    };
  } finally {
    await stack.stop();
    await firestore.terminate();
  }
}

interface Watch {
  plan: Plan;
  stack: FaultStack;
  sending: Sending;
  firestore: Firestore;
  lastFault: () => Fault | undefined;
  options: ChaosOptions;
}

function report(watch: Watch, phase: ChaosProgress['phase'], counted: Counted): void {
  const { plan, sending, stack, options, lastFault } = watch;
  options.onProgress?.({
    phase,
    sent: sending.sent(),
    toSend: plan.logs.length + plan.again.length + plan.poison.length,
    retries: sending.retries(),
    ...counted,
    deliveries: stack.router.deliveries(),
    failedDeliveries: stack.router.failed(),
    lastFault: lastFault(),
  });
}
