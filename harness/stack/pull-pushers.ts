import { setTimeout as sleep } from 'node:timers/promises';

import { Pool } from 'undici';

import { MAX_DELIVERY_ATTEMPTS } from '../../functions/src/limits.js';

/** Hands a subscription's messages to workers, as a push subscription and Eventarc do. */
export interface Pushers {
  /** Deliveries that a worker acknowledged. */
  succeeded(): number;
  /** Deliveries that a worker answered with an error, or never. */
  failed(): number;
  close(): Promise<void>;
}

export interface PushersOptions {
  /** The emulator's `host:port`. */
  pubsubHost: string;
  /** `projects/P/topics/T` and the topic for messages that failed too often. */
  topic: string;
  deadLetterTopic: string;
  /** Loops that pull and deliver side by side. */
  pushers: number;
  /** Ports of the workers, which are there from beginning to end. */
  ports: readonly number[];
  /** How long a worker has for a message. */
  timeoutMs: number;
}

/** Messages of one pull. Pub/Sub's most is 1,000: a loop waits for the last of them. */
const PULLED = 250;

/** Messages that one instance has at once, as its `concurrency` says. */
const CONCURRENCY = 80;

/** Production waits 10 s to 600 s between two deliveries; a load test has less patience. */
const BACKOFF_MS = 1_000;

interface Received {
  ackId: string;
  message: { messageId: string; publishTime: string };
  deliveryAttempt?: number;
}

/**
 * Pulls, and pushes to the workers what it pulled: the same HTTP requests as a push subscription's,
 * of which the emulator makes a few hundred a second at most. Workers see no difference.
 */
export async function startPullPushers(options: PushersOptions): Promise<Pushers> {
  const { pubsubHost, topic, deadLetterTopic, ports, timeoutMs } = options;
  const project = topic.split('/', 2).join('/');
  const subscription = `${project}/subscriptions/${topic.split('/').at(-1)}-pull`;
  const pubsub = new Pool(`http://${pubsubHost}`, { connections: 2 * options.pushers });
  const workers = ports.map(
    (port) =>
      new Pool(`http://127.0.0.1:${port}`, {
        connections: CONCURRENCY,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      }),
  );
  let turn = 0;
  let succeeded = 0;
  let failed = 0;
  const ended = new AbortController();

  await ask('PUT', '', {
    topic,
    ackDeadlineSeconds: Math.ceil(timeoutMs / 1000),
    deadLetterPolicy: { deadLetterTopic, maxDeliveryAttempts: MAX_DELIVERY_ATTEMPTS },
  });

  async function ask(method: 'PUT' | 'POST', verb: string, body: object): Promise<unknown> {
    const answer = await pubsub.request({
      method,
      path: `/v1/${subscription}${verb}`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const json: unknown = await answer.body.json();
    if (answer.statusCode !== 200) throw new Error(`${verb} was answered ${answer.statusCode}`);
    return json;
  }

  async function loop(): Promise<void> {
    while (!ended.signal.aborted) {
      try {
        await pullOnce();
      } catch {
        // Pulled messages are redelivered after their deadline; a stack that shuts down is gone by then.
        await sleep(BACKOFF_MS);
      }
    }
  }

  async function pullOnce(): Promise<void> {
    // Answers at once if there are none.
    const answer = await ask('POST', ':pull', { maxMessages: PULLED, returnImmediately: true });
    const { receivedMessages = [] } = answer as { receivedMessages?: Received[] };
    if (receivedMessages.length === 0) await sleep(5);
    const done = await Promise.all(receivedMessages.map(deliver));
    const idsOf = (outcome: boolean) =>
      receivedMessages.flatMap(({ ackId }, at) => (done[at] === outcome ? [ackId] : []));
    const [stored, again] = [idsOf(true), idsOf(false)];
    succeeded += stored.length;
    failed += again.length;
    if (stored.length > 0) await ask('POST', ':acknowledge', { ackIds: stored });
    if (again.length > 0) {
      await sleep(BACKOFF_MS);
      await ask('POST', ':modifyAckDeadline', { ackIds: again, ackDeadlineSeconds: 0 });
    }
  }

  async function deliver({ message, deliveryAttempt }: Received): Promise<boolean> {
    const worker = workers[turn++ % workers.length];
    if (worker === undefined) return false;
    try {
      const answer = await worker.request({
        method: 'POST',
        path: `/${topic}`,
        headers: {
          'content-type': 'application/json',
          'ce-specversion': '1.0',
          'ce-id': message.messageId,
          'ce-source': `//pubsub.googleapis.com/${topic}`,
          'ce-type': 'google.cloud.pubsub.topic.v1.messagePublished',
          'ce-time': message.publishTime,
        },
        body: JSON.stringify({ message, subscription, deliveryAttempt }),
      });
      await answer.body.dump();
      return answer.statusCode < 300;
    } catch {
      return false;
    }
  }

  const loops = Promise.all(Array.from({ length: options.pushers }, loop));

  return {
    succeeded: () => succeeded,
    failed: () => failed,
    close: async () => {
      ended.abort();
      await Promise.all([pubsub, ...workers].map((pool) => pool.destroy()));
      await loops;
    },
  };
}
