import type { PubSub } from '@google-cloud/pubsub';

import { subscribe } from './delivery.js';
import { type FunctionServer, serveFunction, type Target } from './function-server.js';
import { type PushRouter, startPushRouter } from './push-router.js';

export interface AlertStageOptions {
  counters: number;
  counterEnv?: Record<string, string>;
  /** Instances of `sendNotices`; 0: notices stay in their topic. */
  senders?: number;
  senderEnv?: Record<string, string>;
}

/** The stage after the workers: counters of alerts, and senders of their notices. */
export interface AlertStage {
  counters: FunctionServer[];
  senders: FunctionServer[];
  counterRouter: PushRouter;
  replaceCounter(index: number): Promise<void>;
  replaceSender(index: number): Promise<void>;
  stop(): Promise<void>;
}

interface Surroundings {
  pubsub: PubSub;
  /** Of every function; names the topics. */
  env: Readonly<Record<string, string>> & {
    PUBSUB_ALERTS_TOPIC: string;
    PUBSUB_NOTICES_TOPIC: string;
  };
  ackDeadlineSeconds: number;
}

/** Starts instances and their push subscriptions, without a dead-letter policy. The topics must exist. */
export async function startAlertStage(
  {
    counters: count,
    counterEnv = {},
    senders: sendersWanted = 0,
    senderEnv = {},
  }: AlertStageOptions,
  { pubsub, env, ackDeadlineSeconds }: Surroundings,
): Promise<AlertStage> {
  const cleanups: (() => Promise<unknown>)[] = [];
  const serve = async (target: Target, more = {}) => serveFunction(target, { ...env, ...more });
  const startCounter = () => serve('countAlerts', counterEnv);
  const startSender = () => serve('sendNotices', senderEnv);
  const startAll = (instances: number, start: () => Promise<FunctionServer>) =>
    Promise.all(Array.from({ length: instances }, start));
  const [counters, senders] = await Promise.all([
    startAll(count, startCounter),
    startAll(sendersWanted, startSender),
  ]);
  cleanups.push(() => Promise.all([...counters, ...senders].map((server) => server.stop())));

  const deliver = async (topic: string, servers: FunctionServer[]): Promise<PushRouter> => {
    const ports = () => servers.filter((server) => server.isRunning()).map(({ port }) => port);
    const timeoutMs = ackDeadlineSeconds * 1000;
    const router = await startPushRouter(pubsub.topic(topic).name, ports, timeoutMs);
    cleanups.push(() => router.close());
    await subscribe(pubsub, { topic, pushEndpoint: router.url, ackDeadlineSeconds });
    cleanups.push(() => pubsub.subscription(`${topic}-push`).delete());
    return router;
  };
  const counterRouter = await deliver(env.PUBSUB_ALERTS_TOPIC, counters);
  if (senders.length > 0) await deliver(env.PUBSUB_NOTICES_TOPIC, senders);

  return {
    counters,
    senders,
    counterRouter,
    replaceCounter: async (index) => {
      await counters[index]?.stop();
      counters[index] = await startCounter();
    },
    replaceSender: async (index) => {
      await senders[index]?.stop();
      senders[index] = await startSender();
    },
    stop: async () => {
      for (const cleanup of cleanups.toReversed()) await cleanup();
    },
  };
}
