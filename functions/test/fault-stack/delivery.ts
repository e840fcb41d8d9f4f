import type { PubSub } from '@google-cloud/pubsub';

import { MAX_DELIVERY_ATTEMPTS } from '../../src/limits.js';

export interface Delivery {
  topic: string;
  pushEndpoint: string;
  /** Absent: what fails is delivered again until its retention ends. */
  deadLetterTopic?: string;
  /** How long an instance has to answer; production gives 600, a fault test less. */
  ackDeadlineSeconds: number;
}

/**
 * A push subscription as production has it: retried with backoff, and after
 * {@link MAX_DELIVERY_ATTEMPTS} forwarded to the dead-letter topic.
 */
export async function subscribePush(pubsub: PubSub, delivery: Delivery): Promise<void> {
  const { topic, pushEndpoint, deadLetterTopic, ackDeadlineSeconds } = delivery;
  await pubsub.topic(topic).createSubscription(`${topic}-push`, {
    pushConfig: { pushEndpoint },
    ackDeadlineSeconds,
    // Production waits 10 s to 600 s; a test has less patience.
    retryPolicy: { minimumBackoff: { seconds: 1 }, maximumBackoff: { seconds: 2 } },
    ...(deadLetterTopic !== undefined && {
      deadLetterPolicy: {
        deadLetterTopic: pubsub.topic(deadLetterTopic).name,
        maxDeliveryAttempts: MAX_DELIVERY_ATTEMPTS,
      },
    }),
  });
}
