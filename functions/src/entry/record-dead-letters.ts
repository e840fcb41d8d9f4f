import { onMessagePublished } from 'firebase-functions/pubsub';

import { lazyModule } from '../lib/lazy-module.js';
import * as config from '../config.js';
import { recorderRuns } from '../run-options.js';

const code = lazyModule('recordDeadLetters', () => import('../dead-letter/handle.js'));

/** Writes each dead letter once, where its tenant's admins can see it. */
export const recordDeadLetters = onMessagePublished(
  {
    ...recorderRuns,
    topic: config.deadLetterTopic,
    region: config.region,
    retry: true,
    timeoutSeconds: 60,
  },
  async (event) => (await code()).handle(event),
);
