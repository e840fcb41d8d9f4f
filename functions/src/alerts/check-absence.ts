import pMap from 'p-map';

import { MAX_CONCURRENT_CHECKS, MAX_DUE_ALERTS } from '../limits.js';
import { logEvent, logFailure } from '../telemetry/log.js';
import { judgeAbsence } from './judge.js';
import { type PublishNotice, sendNotice } from './send.js';
import type { AlertAddress, AlertState, AlertStore } from './store.js';

export interface CheckAbsenceDeps {
  store: AlertStore;
  publish: PublishNotice;
  now: () => number;
}

/**
 * Makes a notice for each alert that has waited long enough for a log. Call it every minute. A
 * failing alert does not hold up the others, and is looked at again the next time.
 */
export function createCheckAbsence({ store, publish, now }: CheckAbsenceDeps) {
  return async (): Promise<void> => {
    const due = await store.listDue(now(), MAX_DUE_ALERTS);
    await pMap(due, check, { concurrency: MAX_CONCURRENT_CHECKS });
  };

  async function check(alert: AlertAddress): Promise<void> {
    try {
      await checkOne(alert);
    } catch (error) {
      const fields = { tenant_id: alert.tenantId, alert_id: alert.alertId };
      logFailure('absence_check_failed', error, fields);
    }
  }

  async function checkOne(alert: AlertAddress): Promise<void> {
    const fired = await store.fire(alert, judgeAbsence);
    switch (fired.kind) {
      case 'fired':
        report(alert, fired.state);
        return send(alert, fired.state);
      case 'resend':
        return send(alert, fired.state);
      case 'quiet':
        return store.postpone(alert, fired.until);
      case 'gone':
      case 'changed':
        return store.forgetAbsence(alert);
      case 'early':
    }
  }

  /** The alert stays due until it is postponed, so a crash anywhere here only repeats the work. */
  async function send(alert: AlertAddress, state: AlertState): Promise<void> {
    const { noticeId, targets, quietUntil } = state;
    await sendNotice(publish, { tenantId: alert.tenantId, noticeId, targets });
    await store.markSent(alert, noticeId);
    await store.postpone(alert, quietUntil);
  }
}

function report({ tenantId, alertId }: AlertAddress, { noticeId }: AlertState): void {
  const fields = { tenant_id: tenantId, alert_id: alertId, notice_id: noticeId, matches: 0 };
  logEvent('alert_fired', fields);
}
