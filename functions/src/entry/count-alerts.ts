import { onMessagePublished } from 'firebase-functions/pubsub';

import { lazyModule } from '../lib/lazy-module.js';
import * as config from '../config.js';

const code = lazyModule('countAlerts', () => import('./wire-alerts.js'));

/** Counts what alerts ask for, and makes a notice where there is enough of it. A throw is a redelivery. */
export const countAlerts = onMessagePublished(
  {
    ...config.alertRuns,
    topic: config.alertsTopic,
    region: config.region,
    retry: true,
    memory: '512MiB',
    timeoutSeconds: 60,
  },
  async (event) => {
    const { handle } = await code();
    return handle()(event);
  },
);
