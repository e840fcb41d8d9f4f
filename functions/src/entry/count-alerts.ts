import * as config from '../config.js';
import { messageFunction } from './message-function.js';

/** Counts the logs that match alerts, and makes a notice once there are enough. */
export const countAlerts = messageFunction('countAlerts', () => import('./wire-alerts.js'), {
  ...config.alertRuns,
  topic: config.alertsTopic,
});
