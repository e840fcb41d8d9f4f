import { PubSub } from '@google-cloud/pubsub';

import { requiredEnv } from '../support/env.js';
import { type AlertStage, type AlertStageOptions, startAlertStage } from './alert-stage.js';
import { subscribePush } from './delivery.js';
import { type FunctionServer, serveFunction } from './function-server.js';
import { type Link, startLink } from './link.js';
import { type PushRouter, startPushRouter } from './push-router.js';

/**
 * The gateway as production runs it, on this machine: push subscriptions with retry and a
 * dead-letter policy in front of instances of the built functions, each behind a connection that
 * can be cut. The emulators are those of the test run; topics and so messages are its own.
 */
export interface FaultStack {
  pubsub: PubSub;
  topic: string;
  deadLetterTopic: string;
  ingest: FunctionServer;
  workers: FunctionServer[];
  recorder: FunctionServer;
  /** Where it was asked for. */
  alerts: AlertStage | undefined;
  noticesTopic: string;
  router: PushRouter;
  /** Between `ingest` and Pub/Sub. */
  ingestToPubsub: Link;
  /** Between the workers and Firestore. */
  workersToFirestore: Link;
  /** Between the workers and Pub/Sub, where dead letters go. */
  workersToPubsub: Link;
  /** Puts a new instance in the place of one, as Cloud Run does when one is gone. */
  replaceWorker(index: number): Promise<void>;
  replaceIngest(): Promise<void>;
  stop(): Promise<void>;
}

export interface FaultStackOptions {
  /** Tells this stack's topics from others'; letters, digits and dashes. */
  name: string;
  /** That of the test run unless said. */
  projectId?: string;
  workers?: number;
  ackDeadlineSeconds?: number;
  /** For the workers only. */
  workerEnv?: Record<string, string>;
  /** For `ingest` only, which is open unless said. */
  ingestEnv?: Record<string, string>;
  /** For `recordDeadLetters` only. */
  recorderEnv?: Record<string, string>;
  /** Counters of alerts, and senders of notices; absent: what alerts ask for stays in its topic. */
  alerts?: AlertStageOptions;
}

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
    const workersToFirestore = await link(requiredEnv('FIRESTORE_EMULATOR_HOST'));

    const env = {
      GCLOUD_PROJECT: projectId,
      PUBSUB_TOPIC: topic,
      PUBSUB_DEAD_LETTER_TOPIC: deadLetterTopic,
      PUBSUB_ALERTS_TOPIC: alertsTopic,
      PUBSUB_NOTICES_TOPIC: noticesTopic,
      INGEST_AUTH: 'open',
      // Letters stay where a test looks for them.
      HEAL_ROUNDS: '0',
      PUBLISH_TIMEOUT_MS: '2000',
      STORE_TIMEOUT_MS: '2000',
    };
    const startIngest = () =>
      serveFunction('ingest', {
        ...env,
        PUBSUB_EMULATOR_HOST: ingestToPubsub.host,
        ...options.ingestEnv,
      });
    const startWorker = () =>
      serveFunction('processLogs', {
        ...env,
        PUBSUB_EMULATOR_HOST: workersToPubsub.host,
        FIRESTORE_EMULATOR_HOST: workersToFirestore.host,
        ...options.workerEnv,
      });
    const [ingest, recorder, ...workers] = await Promise.all([
      startIngest(),
      serveFunction('recordDeadLetters', { ...env, ...options.recorderEnv }),
      ...Array.from({ length: options.workers ?? 2 }, startWorker),
    ]);

    const ackDeadlineSeconds = options.ackDeadlineSeconds ?? 10;
    const timeoutMs = ackDeadlineSeconds * 1000;
    const running = (servers: FunctionServer[]) => () =>
      servers.filter((server) => server.isRunning()).map(({ port }) => port);
    const router = await startPushRouter(pubsub.topic(topic).name, running(workers), timeoutMs);
    const recorderRouter = await startPushRouter(
      pubsub.topic(deadLetterTopic).name,
      running([recorder]),
      timeoutMs,
    );
    cleanups.push(
      () => router.close(),
      () => recorderRouter.close(),
    );

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
      recorder,
      alerts,
      noticesTopic,
      router,
      ingestToPubsub,
      workersToFirestore,
      workersToPubsub,
      replaceWorker: async (index) => {
        await workers[index]?.stop();
        workers[index] = await startWorker();
      },
      replaceIngest: async () => {
        await stack.ingest.stop();
        stack.ingest = await startIngest();
      },
      stop,
    };
    cleanups.push(() =>
      Promise.all([stack.ingest, recorder, ...workers].map((server) => server.stop())),
    );

    for (const delivery of [
      { topic, pushEndpoint: router.url, deadLetterTopic, ackDeadlineSeconds },
      { topic: deadLetterTopic, pushEndpoint: recorderRouter.url, ackDeadlineSeconds },
    ]) {
      await subscribePush(pubsub, delivery);
      cleanups.push(() => pubsub.subscription(`${delivery.topic}-push`).delete());
    }
    return stack;
  } catch (error) {
    await stop();
    throw error;
  }
}
