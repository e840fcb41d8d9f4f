import { onMessagePublished } from 'firebase-functions/pubsub';

import { lazyModule } from '../lib/lazy-module.js';
import * as config from '../config.js';
import { avoidDomain } from './avoid-domain.js';
import { boundMessages } from './bound-messages.js';

// Set by the platform and by the emulator.
if (process.env['FUNCTION_TARGET'] === 'processLogs') {
  avoidDomain();
  boundMessages();
}

const code = lazyModule('processLogs', () => import('./wire-process-logs.js'));

/** Redacts what arrives on the topic and stores each log once. A throw is a redelivery. */
export const processLogs = onMessagePublished(
  {
    ...config.workerRuns,
    topic: config.topic,
    region: config.region,
    retry: true,
    memory: '512MiB',
    timeoutSeconds: 120,
  },
  async (event) => {
    const { handle } = await code();
    return handle()(event);
  },
);
