import { setTimeout as sleep } from 'node:timers/promises';

import { v1 } from '@google-cloud/pubsub';

import type { RetainedLetter } from '../dead-letter/store.js';
import { errorCode } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';
import { openPubSub } from './pubsub.js';

/** How long a pull may wait for messages. */
const PULL_TIMEOUT_MS = 5_000;
/** How long a message is kept from other readers, where this one dies before it lets go. */
const HOLD_SECONDS = 60;
/** Ids of one request, which may have 512 KiB. */
const RELEASED_AT_ONCE = 500;

/**
 * Reads what the retention subscription keeps, and leaves it all there. A pull without messages
 * proves nothing, and what another reader holds comes only when it lets go. So whoever finds nothing
 * new lets go of all, steps back for the others and looks again, until nothing new has come for
 * `quietMs`. Nothing comes out of a subscription that does not exist.
 */
export async function* readRetention(
  subscriptionId: string,
  quietMs = 15_000,
): AsyncGenerator<RetainedLetter> {
  const pubsub = openPubSub();
  // A single pull, where a streaming one would hold every message in memory.
  const { port, ...config } = await pubsub.getClientConfig();
  const client = new v1.SubscriberClient({ ...config, ...(port && { port: Number(port) }) });
  const subscription = pubsub.subscription(subscriptionId).name;
  const setDeadline = async (ids: string[], ackDeadlineSeconds: number) => {
    for (let from = 0; from < ids.length; from += RELEASED_AT_ONCE) {
      const ackIds = ids.slice(from, from + RELEASED_AT_ONCE);
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
        await sleep(STEP_BACK_MS * (1 + Math.random()));
        continue;
      }
      await setDeadline(ackIds, HOLD_SECONDS);
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

/** Long enough for another reader to pull what this one let go of; twice that at most. */
const STEP_BACK_MS = 500;

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
