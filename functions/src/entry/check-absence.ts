import { onSchedule } from 'firebase-functions/scheduler';

import { lazyModule } from '../lib/lazy-module.js';
import * as config from '../config.js';

const code = lazyModule('checkAbsence', () => import('./wire-alerts.js'));

/** Makes a notice for each alert that has waited long enough for a log. */
export const checkAbsence = onSchedule(
  {
    ...config.absenceRuns,
    // Two at once would find the same alerts, leaving one with nothing to do.
    maxInstances: 1,
    schedule: 'every 1 minutes',
    region: config.region,
    memory: '512MiB',
    timeoutSeconds: 60,
  },
  async () => {
    const { checkAbsence: check } = await code();
    await check()();
  },
);
