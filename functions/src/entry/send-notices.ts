import { onMessagePublished } from 'firebase-functions/pubsub';

import { lazyModule } from '../lib/lazy-module.js';
import * as config from '../config.js';

const code = lazyModule('sendNotices', () => import('./wire-send-notices.js'));

/** Sends each notice of an alert to one of its targets. A throw is a redelivery. */
export const sendNotices = onMessagePublished(
  {
    ...config.noticeRuns,
    topic: config.noticesTopic,
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
