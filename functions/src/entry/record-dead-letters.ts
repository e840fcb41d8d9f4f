import { onMessagePublished } from 'firebase-functions/pubsub';

import { lazyModule } from '../lib/lazy-module.js';
import * as config from '../config.js';

const code = lazyModule('recordDeadLetters', () => import('./wire-record-dead-letters.js'));

/** Writes each dead letter once, where its tenant's admins can see it, and heals what it can. */
export const recordDeadLetters = onMessagePublished(
  {
    ...config.recorderRuns,
    topic: config.deadLetterTopic,
    region: config.region,
    retry: true,
    // Messages wait here for their turn, up to 80 at once.
    memory: '512MiB',
    timeoutSeconds: 60,
  },
  async (event) => {
    const { handle } = await code();
    return handle()(event);
  },
);
