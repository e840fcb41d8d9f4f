import { setTimeout as sleep } from 'node:timers/promises';

import { v1 } from '@google-cloud/pubsub';

import type { RetainedLetter } from '../dead-letter/store.js';
import { errorCode } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';
import { MAX_RELEASED_IDS, PULL_PAUSE_MS, PULL_TIMEOUT_MS } from '../limits.js';
import { openPubSub } from './pubsub.js';

/** How long a message is kept from other readers once it was read here. */
const HOLD_SECONDS = 10;
/**
 * Reads what the retention subscription keeps, and leaves it all there. A pull without messages
 * proves nothing, and what another reader holds comes only when it lets go: so it goes on until
 * nothing new has come for `quietMs`, longer than a reader holds anything. Nothing comes out of a
 * subscription that does not exist.
 */
export async function* readRetention(
  subscriptionId: string,
  quietMs = 1.5 * HOLD_SECONDS * 1000,
): AsyncGenerator<RetainedLetter> {
  const pubsub = openPubSub();
  // A single pull, where a streaming one would hold every message in memory.
  const { port, ...config } = await pubsub.getClientConfig();
  const client = new v1.SubscriberClient({ ...config, ...(port && { port: Number(port) }) });
  const subscription = pubsub.subscription(subscriptionId).name;
  const hold = async (ackIds: string[], ackDeadlineSeconds: number) => {
    if (ackIds.length > 0) {
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
      await hold(ackIds, HOLD_SECONDS);
      // What was held longest is free again by itself.
      held = [...held, ...ackIds].slice(-MAX_RELEASED_IDS);
      for (const { message } of messages) {
        const messageId = message?.messageId ?? '';
        if (seen.has(messageId)) continue;
        seen.add(messageId);
        newAt = Date.now();
        const data = Buffer.from(message?.data ?? '');
        yield { messageId, data, attributes: message?.attributes ?? {} };
      }
      if (messages.length === 0) await sleep(PULL_PAUSE_MS);
    }
  } finally {
    await hold(held, 0);
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
