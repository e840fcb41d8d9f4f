import { createAlertStore } from '../adapters/alert-store.js';
import { createNoticePublisher } from '../adapters/publishers.js';
import { createCheckAbsence } from '../alerts/check-absence.js';
import { createCount } from '../alerts/count.js';
import { createHandle } from '../alerts/handle.js';
import * as config from '../config.js';
import { once } from '../lib/once.js';

const parts = once(() => {
  const { noticesTopic, publishTimeoutMs, storeTimeoutMs } = config.settings();
  return {
    store: createAlertStore(storeTimeoutMs),
    publish: createNoticePublisher(noticesTopic, publishTimeoutMs),
    now: () => Date.now(),
  };
});

/** The counter and its dependencies, from the parameters; call it at the first message. */
export const handle = once(() => createHandle(createCount(parts())));

/** The same for the check of alerts on missing logs. */
export const checkAbsence = once(() => createCheckAbsence(parts()));
