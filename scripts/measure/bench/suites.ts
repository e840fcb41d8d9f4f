import type { Suite } from './suite.js';
import { alerts } from './suites/alerts.js';
import { batch } from './suites/batch.js';
import { coldStart } from './suites/cold-start.js';
import { growth } from './suites/growth.js';
import { hostile } from './suites/hostile.js';
import { intake } from './suites/intake.js';
import { repairs } from './suites/repairs.js';
import { terms } from './suites/terms.js';
import { worker } from './suites/worker.js';

/** By the name that `npm run bench` takes. */
export const SUITES: Readonly<Record<string, Suite>> = {
  intake,
  worker,
  terms,
  alerts,
  batch,
  repairs,
  'cold-start': coldStart,
  growth,
  hostile,
};
