import * as config from '../config.js';
import { messageFunction } from './message-function.js';

/** Stores each dead letter once, where its tenant's admins can see it, and heals what it can. */
export const recordDeadLetters = messageFunction(
  'recordDeadLetters',
  () => import('./wire-record-dead-letters.js'),
  { ...config.recorderRuns, topic: config.deadLetterTopic },
);
