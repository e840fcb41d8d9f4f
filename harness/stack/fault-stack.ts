import { PubSub } from '@google-cloud/pubsub';

import { ACK_DEADLINE_SECONDS } from '../../functions/src/limits.js';
import { requiredEnv } from '../support/env.js';
import { type AlertStage, type AlertStageOptions, startAlertStage } from './alert-stage.js';
import { subscribe } from './delivery.js';
import { type FunctionServer, serveFunction } from './function-server.js';
import { type Link, startLink } from './link.js';
import { type PullRouter, startPullRouter } from './pull-router.js';

/**
 * The gateway as production runs it, on this machine: subscriptions with retry and a
 * dead-letter policy in front of instances of the built functions, each behind a connection that
 * can be cut. The emulators are those of the test run; topics and so messages are its own.
 */
export interface FaultStack {
  pubsub: PubSub;
  topic: string;
  deadLetterTopic: string;
  ingest: FunctionServer;
  workers: FunctionServer[];
  recorders: FunctionServer[];
  /** Where it was asked for. */
  alerts: AlertStage | undefined;
  noticesTopic: string;
  router: PullRouter;
  /** In front of the recorder. */
  recorderRouter: PullRouter;
  /** Between `ingest` and Pub/Sub. */
  ingestToPubsub: Link;
  /** Between the workers and Firestore. */
  workersToFirestore: Link;
  /** Between the workers and Pub/Sub, where dead letters go. */
  workersToPubsub: Link;
  /** Between the recorder and Firestore. */
  recordersToFirestore: Link;
  /** Between `ingest` and Firestore, which has tenants and quotas. */
  ingestToFirestore: Link;
  /** Replaces an instance, as Cloud Run does when one is gone. */
  replaceWorker(index: number): Promise<void>;
  replaceIngest(): Promise<void>;
  replaceRecorder(index: number): Promise<void>;
  stop(): Promise<void>;
}

export interface FaultStackOptions {
  /** Distinguishes this stack's topics from others'; letters, digits and dashes. */
  name: string;
  /** That of the test run unless said. */
  projectId?: string;
  workers?: number;
  ackDeadlineSeconds?: number;
  /**
   * How long the functions wait for Firestore and Pub/Sub: short if a test cuts them off and waits for
   * the failure, otherwise long enough for a busy machine.
   */
  timeoutMs?: number;
  /** For the workers only. */
  workerEnv?: Record<string, string>;
  /** For `ingest` only, which is open unless said. */
  ingestEnv?: Record<string, string>;
  recorders?: number;
  /** Wait between two deliveries of a message, to the workers and to the recorder. */
  backoffMs?: { worker: Backoff; recorder: Backoff };
  /** Replaces Firestore for the workers, as `host:port`; passes calls on to it. */
  workersFirestoreHost?: string;
  /** For `recordDeadLetters` only, which heals nothing unless said. */
  recorderEnv?: Record<string, string>;
  /** Counters of alerts, and senders of notices; absent: matches stay in their topic. */
  alerts?: AlertStageOptions;
}

interface More {
  deadLetterTopic?: string;
  backoffMs: Backoff;
}

type Backoff = { min: number; max: number };

/** Production waits 10 s to 600 s between two deliveries; a test has less patience. */
const IMPATIENT = { min: 1_000, max: 2_000 };

/** The default of `timeoutMs`. */
const TIMEOUT_MS = 5_000;

/** Requests of an instance at once: Cloud Run's default, and so that of the functions. */
const CONCURRENCY = 80;

export async function startFaultStack(options: FaultStackOptions): Promise<FaultStack> {
  const projectId = options.projectId ?? requiredEnv('GCLOUD_PROJECT');
  const pubsubHost = requiredEnv('PUBSUB_EMULATOR_HOST');
  const topic = `${options.name}-logs`;
  const deadLetterTopic = `${options.name}-dlq`;
  const alertsTopic = `${options.name}-alerts`;
  const noticesTopic = `${options.name}-notices`;
  const pubsub = new PubSub({ projectId });
  const cleanups: (() => Promise<unknown>)[] = [() => pubsub.close()];
  const stop = async () => {
    for (const cleanup of cleanups.toReversed()) await cleanup();
    cleanups.length = 0;
  };
  const link = async (host: string) => {
    const started = await startLink(host);
    cleanups.push(() => started.close());
    return started;
  };

  try {
    for (const name of [topic, deadLetterTopic, alertsTopic, noticesTopic]) {
      await pubsub.createTopic(name);
      cleanups.push(() => pubsub.topic(name).delete());
    }
    const ingestToPubsub = await link(pubsubHost);
    const workersToPubsub = await link(pubsubHost);
    const firestoreHost = requiredEnv('FIRESTORE_EMULATOR_HOST');
    const workersToFirestore = await link(options.workersFirestoreHost ?? firestoreHost);
    const ingestToFirestore = await link(firestoreHost);
    const recordersToFirestore = await link(firestoreHost);

    const env = {
      GCLOUD_PROJECT: projectId,
      PUBSUB_TOPIC: topic,
      PUBSUB_DEAD_LETTER_TOPIC: deadLetterTopic,
      PUBSUB_ALERTS_TOPIC: alertsTopic,
      PUBSUB_NOTICES_TOPIC: noticesTopic,
      INGEST_AUTH: 'open',
      PUBLISH_TIMEOUT_MS: String(options.timeoutMs ?? TIMEOUT_MS),
      STORE_TIMEOUT_MS: String(options.timeoutMs ?? TIMEOUT_MS),
    };
    const startIngest = () =>
      serveFunction('ingest', {
        ...env,
        PUBSUB_EMULATOR_HOST: ingestToPubsub.host,
        FIRESTORE_EMULATOR_HOST: ingestToFirestore.host,
        ...options.ingestEnv,
      });
    const startWorker = () =>
      serveFunction('processLogs', {
        ...env,
        PUBSUB_EMULATOR_HOST: workersToPubsub.host,
        FIRESTORE_EMULATOR_HOST: workersToFirestore.host,
        ...options.workerEnv,
      });
    const startRecorder = () =>
      serveFunction('recordDeadLetters', {
        ...env,
        FIRESTORE_EMULATOR_HOST: recordersToFirestore.host,
        // Letters stay where a test looks for them.
        HEAL_ROUNDS: '0',
        ...options.recorderEnv,
      });
    const several = (count: number, start: () => Promise<FunctionServer>) =>
      Promise.all(Array.from({ length: count }, start));
    const [ingest, recorders, workers] = await Promise.all([
      startIngest(),
      several(options.recorders ?? 1, startRecorder),
      several(options.workers ?? 2, startWorker),
    ]);
    let current = ingest;
    const stopServers = () =>
      Promise.all([current, ...recorders, ...workers].map((server) => server.stop()));
    cleanups.push(stopServers);

    const ackDeadlineSeconds = options.ackDeadlineSeconds ?? 10;
    const timeoutMs = ackDeadlineSeconds * 1000;
    const { worker: workerBackoff, recorder: recorderBackoff } = options.backoffMs ?? {
      worker: IMPATIENT,
      recorder: IMPATIENT,
    };
    const deliver = async (from: string, to: FunctionServer[], more: More) => {
      const subscription = await subscribe(pubsub, {
        topic: from,
        ackDeadlineSeconds: ACK_DEADLINE_SECONDS,
        ...(more.deadLetterTopic !== undefined && { deadLetterTopic: more.deadLetterTopic }),
      });
      cleanups.push(() => pubsub.subscription(subscription).delete());
      const started = await startPullRouter({
        pubsub,
        topic: pubsub.topic(from).name,
        subscription,
        ports: () => to.filter((server) => server.isRunning()).map((server) => server.port),
        timeoutMs,
        backoffMs: more.backoffMs,
        concurrency: CONCURRENCY * to.length,
      });
      cleanups.push(() => started.close());
      return started;
    };

    const alerts =
      options.alerts &&
      (await startAlertStage(options.alerts, { pubsub, env, ackDeadlineSeconds }));
    if (alerts !== undefined) cleanups.push(() => alerts.stop());

    const stack: FaultStack = {
      pubsub,
      topic,
      deadLetterTopic,
      ingest,
      workers,
      recorders,
      alerts,
      noticesTopic,
      router: await deliver(topic, workers, { deadLetterTopic, backoffMs: workerBackoff }),
      recorderRouter: await deliver(deadLetterTopic, recorders, { backoffMs: recorderBackoff }),
      ingestToPubsub,
      workersToFirestore,
      workersToPubsub,
      recordersToFirestore,
      ingestToFirestore,
      replaceWorker: async (index) => {
        await workers[index]?.stop();
        workers[index] = await startWorker();
      },
      replaceIngest: async () => {
        await stack.ingest.stop();
        current = await startIngest();
        stack.ingest = current;
      },
      replaceRecorder: async (index) => {
        await recorders[index]?.stop();
        recorders[index] = await startRecorder();
      },
      stop,
    };
    // First, as their work in progress must not be answered to routers that are gone.
    cleanups.push(stopServers);
    return stack;
  } catch (error) {
    await stop();
    throw error;
  }
}
