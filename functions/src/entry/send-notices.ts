import * as config from '../config.js';
import { messageFunction } from './message-function.js';

/** Sends each notice of an alert to one of its targets. */
export const sendNotices = messageFunction('sendNotices', () => import('./wire-send-notices.js'), {
  ...config.noticeRuns,
  topic: config.noticesTopic,
});
