import type { PubSub } from '@google-cloud/pubsub';

import { MAX_DELIVERY_ATTEMPTS } from '../../functions/src/limits.js';

export interface Delivery {
  topic: string;
  /** Absent: it is pulled from. */
  pushEndpoint?: string;
  /** Absent: failed messages are redelivered until their retention ends. */
  deadLetterTopic?: string;
  /** How long an instance has to answer a push; production gives 600, a fault test less. */
  ackDeadlineSeconds: number;
}

/**
 * A subscription as production has it: redelivered until acknowledged, and after
 * {@link MAX_DELIVERY_ATTEMPTS} forwarded to the dead-letter topic. It has no `retryPolicy`, since
 * the emulator forgets messages when several of them wait for a backoff (of 4 that always failed
 * it delivered each 3 times and then none); the router waits instead.
 */
export async function subscribe(pubsub: PubSub, delivery: Delivery): Promise<string> {
  const { topic, pushEndpoint, deadLetterTopic, ackDeadlineSeconds } = delivery;
  const id = `${topic}-push`;
  await pubsub.topic(topic).createSubscription(id, {
    ...(pushEndpoint !== undefined && { pushConfig: { pushEndpoint } }),
    ackDeadlineSeconds,
    ...(deadLetterTopic !== undefined && {
      deadLetterPolicy: {
        deadLetterTopic: pubsub.topic(deadLetterTopic).name,
        maxDeliveryAttempts: MAX_DELIVERY_ATTEMPTS,
      },
    }),
  });
  return id;
}
