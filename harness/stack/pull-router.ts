import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { type PubSub, v1 } from '@google-cloud/pubsub';

import { openInstances } from './instances.js';
import type { DeliveryCounts } from './push-router.js';

/** What stands between a subscription and the instances of a function. */
export interface PullRouter extends DeliveryCounts {
  /** Deliveries of messages that Pub/Sub gave up on elsewhere and forwarded here. */
  forwarded(): number;
  /** Of one message. */
  deliveriesOf(messageId: string): number;
  close(): Promise<void>;
}

export interface PullRouterOptions {
  pubsub: PubSub;
  /** Full name. */
  topic: string;
  /** Id. */
  subscription: string;
  ports: () => number[];
  /** How long an instance has to answer. */
  timeoutMs: number;
  /** Wait between two deliveries of a message; it doubles from the least to the most. */
  backoffMs: { min: number; max: number };
  /** Deliveries in flight at once. */
  concurrency: number;
}

/** Pub/Sub adds it to forwarded messages. */
const FORWARDED = 'CloudPubSubDeadLetterSourceDeliveryCount';

/** A lease that outlives every delivery and nearly every backoff. Pub/Sub's most. */
const LEASE_SECONDS = 600;
/** Shorter than a lease, by a margin for a busy machine. */
const LONGEST_BACKOFF_MS = (LEASE_SECONDS - 30) * 1000;
const PULLED_AT_ONCE = 200;

/**
 * Delivers as a push subscription does, from a pull subscription of the emulator: its own pushes
 * slow down to some ten a second when deliveries fail, long after all is well again, and it
 * forgets messages that wait for its backoff. Counting deliveries and forwarding to the dead-letter
 * topic are the emulator's.
 */
export async function startPullRouter(options: PullRouterOptions): Promise<PullRouter> {
  const { pubsub, topic, ports, timeoutMs, backoffMs, concurrency } = options;
  const instances = openInstances(topic, ports, timeoutMs);
  const { port, ...config } = await pubsub.getClientConfig();
  const client = new v1.SubscriberClient({ ...config, ...(port && { port: Number(port) }) });
  const subscription = pubsub.subscription(options.subscription).name;
  const counts = { deliveries: 0, forwarded: 0, succeeded: 0, failed: 0 };
  const closing = new AbortController();
  const { signal: closed } = closing;
  // Every waiting message adds a listener.
  setMaxListeners(0, closed);
  /** Backoff grows with a message's deliveries; without a dead-letter policy nobody else counts them. */
  const attempts = new Map<string, number>();
  let underWay = 0;

  const answer = (ackId: string, isDone: boolean) =>
    isDone
      ? client.acknowledge({ subscription, ackIds: [ackId] })
      : client.modifyAckDeadline({ subscription, ackIds: [ackId], ackDeadlineSeconds: 0 });

  const deliver = async (received: Received): Promise<void> => {
    const { ackId, message, deliveryAttempt } = received;
    const chosen = await instances.choose();
    const before = attempts.get(message.messageId) ?? 0;
    let isDone = false;
    if (chosen !== undefined) {
      attempts.set(message.messageId, before + 1);
      counts.deliveries += 1;
      if (FORWARDED in message.attributes) counts.forwarded += 1;
      const body = Buffer.from(
        JSON.stringify({
          message,
          subscription,
          ...(deliveryAttempt > 0 && { deliveryAttempt }),
        }),
      );
      isDone = (await instances.call(chosen, message, body, closed)) < 300;
      counts[isDone ? 'succeeded' : 'failed'] += 1;
    }
    underWay -= 1;
    if (!isDone) {
      const backoff = Math.min(backoffMs.min * 2 ** before, backoffMs.max, LONGEST_BACKOFF_MS);
      await sleep(backoff, undefined, { signal: closed });
    }
    await answer(ackId, isDone);
  };

  const run = async () => {
    while (!closed.aborted) {
      const room = concurrency - underWay;
      if (room <= 0) {
        await sleep(10);
        continue;
      }
      const pulled = await pull(client, subscription, Math.min(room, PULLED_AT_ONCE));
      if (pulled.length === 0) await sleep(PULL_PAUSE_MS);
      for (const received of pulled) {
        underWay += 1;
        // Unanswered messages are redelivered once their lease ends.
        void deliver(received).catch(() => undefined);
      }
    }
  };
  const running = run();

  return {
    deliveries: () => counts.deliveries,
    forwarded: () => counts.forwarded,
    deliveriesOf: (messageId) => attempts.get(messageId) ?? 0,
    succeeded: () => counts.succeeded,
    failed: () => counts.failed,
    close: async () => {
      closing.abort();
      instances.close();
      await client.close();
      await running.catch(() => undefined);
    },
  };
}

interface Received {
  ackId: string;
  /** 0 without a dead-letter policy. */
  deliveryAttempt: number;
  /** As a push has it. */
  message: {
    messageId: string;
    publishTime: string;
    data: string;
    attributes: Record<string, string>;
  };
}

const PULL_TIMEOUT_MS = 60_000;
const PULL_PAUSE_MS = 50;

/** None where nothing waits. */
async function pull(
  client: v1.SubscriberClient,
  subscription: string,
  maxMessages: number,
): Promise<Received[]> {
  try {
    // An aborted call may have leased messages, which are then unavailable for the whole lease.
    const request = { subscription, maxMessages, returnImmediately: true };
    const [{ receivedMessages }] = await client.pull(request, { timeout: PULL_TIMEOUT_MS });
    return (receivedMessages ?? []).map(({ ackId, deliveryAttempt, message }) => {
      const { seconds, nanos } = message?.publishTime ?? {};
      const published = new Date(Number(seconds ?? 0) * 1000 + (nanos ?? 0) / 1e6);
      return {
        ackId: ackId ?? '',
        deliveryAttempt: deliveryAttempt ?? 0,
        message: {
          messageId: message?.messageId ?? '',
          publishTime: published.toISOString(),
          data: Buffer.from(message?.data ?? '').toString('base64'),
          attributes: message?.attributes ?? {},
        },
      };
    });
  } catch {
    // The emulator is too busy to answer.
    return [];
  }
}
