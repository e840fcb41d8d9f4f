import { onMessagePublished } from 'firebase-functions/pubsub';

import { ownCode } from '../adapters/own-code.js';
import * as config from '../config.js';

const code = ownCode('recordDeadLetters', () => import('./handle.js'));

/** Writes each dead letter once, where its tenant's admins can see it. */
export const recordDeadLetters = onMessagePublished(
  { topic: config.deadLetterTopic, region: config.region, retry: true, timeoutSeconds: 60 },
  async (event) => (await code()).handle(event),
);
