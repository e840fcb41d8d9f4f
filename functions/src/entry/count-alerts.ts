import * as config from '../config.js';
import { messageFunction } from './message-function.js';

/** Counts what alerts ask for, and makes a notice where there is enough of it. */
export const countAlerts = messageFunction('countAlerts', () => import('./wire-alerts.js'), {
  ...config.alertRuns,
  topic: config.alertsTopic,
});
