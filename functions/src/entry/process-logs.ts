import { onMessagePublished } from 'firebase-functions/pubsub';

import { lazyModule } from '../lib/lazy-module.js';
import * as config from '../config.js';
import { leaveDomain } from './leave-domain.js';

const code = lazyModule('processLogs', () => import('./wire-process-logs.js'));

/** Redacts what arrives on the topic and stores each log once. A throw is a redelivery. */
export const processLogs = onMessagePublished(
  {
    topic: config.topic,
    region: config.region,
    retry: true,
    memory: '512MiB',
    timeoutSeconds: 120,
  },
  async (event) => {
    leaveDomain();
    const { handle } = await code();
    return handle()(event);
  },
);
