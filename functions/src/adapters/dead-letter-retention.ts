import { setTimeout as sleep } from 'node:timers/promises';

import { v1 } from '@google-cloud/pubsub';

import type { RetainedLetter } from '../dead-letter/store.js';
import { errorCode } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';
import {
  MAX_RELEASED_IDS,
  PULL_TIMEOUT_MS,
  RETENTION_HOLD_SECONDS,
  RETENTION_STEP_BACK_MS,
} from '../limits.js';
import { openPubSub } from './pubsub.js';

/**
 * Reads everything that the retention subscription holds and acknowledges none of it. An empty pull
 * proves nothing, and messages that another reader holds arrive only once it releases them. So when
 * nothing new arrives, release everything, step back for the others and look again, until nothing
 * new has come for `quietMs`. Yields nothing if the subscription does not exist.
 */
export async function* readRetention(
  subscriptionId: string,
  quietMs = 15_000,
): AsyncGenerator<RetainedLetter> {
  const pubsub = openPubSub();
  // Uses unary pulls: a streaming pull would hold every message in memory.
  const { port, ...config } = await pubsub.getClientConfig();
  const client = new v1.SubscriberClient({ ...config, ...(port && { port: Number(port) }) });
  const subscription = pubsub.subscription(subscriptionId).name;
  const setDeadline = async (ids: string[], ackDeadlineSeconds: number) => {
    for (let from = 0; from < ids.length; from += MAX_RELEASED_IDS) {
      const ackIds = ids.slice(from, from + MAX_RELEASED_IDS);
      await client.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds });
    }
  };
  const seen = new Set<string>();
  let held: string[] = [];
  let newAt = Date.now();
  try {
    while (Date.now() - newAt < quietMs) {
      const messages = await pull(client, subscription);
      if (messages === undefined) return;
      const ackIds = messages.flatMap(({ ackId }) => ackId ?? []);
      held.push(...ackIds);
      const fresh = messages.flatMap(({ message }) =>
        message && !seen.has(message.messageId ?? '') ? message : [],
      );
      if (fresh.length === 0) {
        await setDeadline(held, 0);
        held = [];
        await sleep(RETENTION_STEP_BACK_MS * (1 + Math.random()));
        continue;
      }
      await setDeadline(ackIds, RETENTION_HOLD_SECONDS);
      newAt = Date.now();
      for (const { messageId, data, attributes } of fresh) {
        seen.add(messageId ?? '');
        yield {
          messageId: messageId ?? '',
          data: Buffer.from(data ?? ''),
          attributes: attributes ?? {},
        };
      }
    }
  } finally {
    await setDeadline(held, 0);
    await client.close();
  }
}

async function pull(client: v1.SubscriberClient, subscription: string) {
  try {
    const request = { subscription, maxMessages: 100 };
    const [{ receivedMessages }] = await client.pull(request, { timeout: PULL_TIMEOUT_MS });
    return receivedMessages ?? [];
  } catch (error) {
    const code = errorCode(error);
    if (code === GRPC.DEADLINE_EXCEEDED) return [];
    if (code === GRPC.NOT_FOUND) return undefined;
    throw error;
  }
}
