import * as config from '../config.js';
import { avoidDomain } from './avoid-domain.js';
import { boundMessages } from './bound-messages.js';
import { messageFunction } from './message-function.js';

// Set by the platform and by the emulator.
if (process.env['FUNCTION_TARGET'] === 'processLogs') {
  avoidDomain();
  boundMessages();
}

/** Redacts the logs that arrive on the topic and stores each once. */
export const processLogs = messageFunction('processLogs', () => import('./wire-process-logs.js'), {
  ...config.workerRuns,
  topic: config.topic,
  timeoutSeconds: 120,
});
