import type { CloudEvent } from 'firebase-functions';
import {
  type MessagePublishedData,
  onMessagePublished,
  type PubSubOptions,
} from 'firebase-functions/pubsub';

import { lazyModule } from '../lib/lazy-module.js';
import * as config from '../config.js';

interface Wired {
  handle: () => (event: CloudEvent<MessagePublishedData>) => Promise<void>;
}

/**
 * A function that handles a topic's messages. Its code is loaded only in its own processes. A throw
 * means redelivery.
 */
export function messageFunction(
  name: string,
  load: () => Promise<Wired>,
  options: PubSubOptions & Pick<Required<PubSubOptions>, 'topic'>,
) {
  const code = lazyModule(name, load);
  return onMessagePublished(
    {
      region: config.region,
      retry: true,
      // Up to 80 messages at once; where letters heal, they wait for their turn.
      memory: '512MiB',
      timeoutSeconds: 60,
      ...options,
    },
    async (event) => {
      const { handle } = await code();
      return handle()(event);
    },
  );
}
