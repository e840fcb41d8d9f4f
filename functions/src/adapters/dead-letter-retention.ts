import { v1 } from '@google-cloud/pubsub';

import type { RetainedLetter } from '../dead-letter/store.js';
import { errorCode } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';
import { openPubSub } from './pubsub.js';

/** How long a pull may wait for messages; an answer without any means that there are no more. */
const PULL_TIMEOUT_MS = 5_000;
/** Ids of one request, which may have 512 KiB. */
const RELEASED_AT_ONCE = 500;

/**
 * Reads what the retention subscription keeps, and leaves it all there. Nothing comes out of a
 * subscription that does not exist.
 */
export async function* readRetention(subscriptionId: string): AsyncGenerator<RetainedLetter> {
  const pubsub = openPubSub();
  // A single pull, where a streaming one would hold every message in memory.
  const { port, ...config } = await pubsub.getClientConfig();
  const client = new v1.SubscriberClient({ ...config, ...(port && { port: Number(port) }) });
  const subscription = pubsub.subscription(subscriptionId).name;
  const leased: string[] = [];
  const seen = new Set<string>();
  try {
    for (;;) {
      const messages = await pull(client, subscription);
      leased.push(...messages.map(({ ackId }) => ackId ?? ''));
      for (const { message } of messages) {
        const messageId = message?.messageId ?? '';
        // Its lease is over and it comes again: all has been read.
        if (seen.has(messageId)) return;
        seen.add(messageId);
        const data = Buffer.from(message?.data ?? '');
        yield { messageId, data, attributes: message?.attributes ?? {} };
      }
      if (messages.length === 0) return;
    }
  } finally {
    for (let from = 0; from < leased.length; from += RELEASED_AT_ONCE) {
      const ackIds = leased.slice(from, from + RELEASED_AT_ONCE);
      await client.modifyAckDeadline({ subscription, ackIds, ackDeadlineSeconds: 0 });
    }
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
    if (code === GRPC.DEADLINE_EXCEEDED || code === GRPC.NOT_FOUND) return [];
    throw error;
  }
}
