import type { Alert, AlertNotice } from '../../contract/alert.js';
import { type PublishNotice, sendNotice } from '../send.js';

export interface StoredAlert extends Alert {
  id: string;
}

export interface StoredNotice extends AlertNotice {
  id: string;
}

/** A tenant's alerts and what they told. */
export interface NoticeHistory {
  listAlerts(tenantId: string): Promise<StoredAlert[]>;
  /** The newest, at most so many; a read each. */
  listNotices(tenantId: string, most: number): Promise<StoredNotice[]>;
  /**
   * Lets all attempts be made anew at the targets that have not got a notice, and names these. `undefined`
   * where there is no such notice.
   */
  reopen(tenantId: string, noticeId: string): Promise<string[] | undefined>;
}

/**
 * Sends a notice to its targets again that have not got it; what is still on its way may come twice, under
 * the same id. Resolves to the number of targets.
 */
export function createReplayNotice(
  history: Pick<NoticeHistory, 'reopen'>,
  publish: PublishNotice,
): (tenantId: string, noticeId: string) => Promise<number | undefined> {
  return async (tenantId, noticeId) => {
    const targets = await history.reopen(tenantId, noticeId);
    if (targets === undefined) return undefined;
    await sendNotice(publish, { tenantId, noticeId, targets });
    return targets.length;
  };
}

/** Whether a target of it has to be sent the notice again. */
export function isUndelivered({ deliveries }: Pick<AlertNotice, 'deliveries'>): boolean {
  return Object.values(deliveries).some(({ state }) => state === 'failed');
}
