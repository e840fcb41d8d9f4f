import type { Alert, AlertNotice } from '../../contract/alert.js';
import { type PublishNotice, sendNotice } from '../send.js';

export interface StoredAlert extends Alert {
  id: string;
}

export interface StoredNotice extends AlertNotice {
  id: string;
}

/** A tenant's alerts and the notices that they made. */
export interface NoticeHistory {
  listAlerts(tenantId: string): Promise<StoredAlert[]>;
  /** The newest, at most `most`; one read each. */
  listNotices(tenantId: string, most: number): Promise<StoredNotice[]>;
  /**
   * Allows all attempts again for the targets that have not received a notice, and returns their
   * ids; `undefined` if there is no such notice.
   */
  reopen(tenantId: string, noticeId: string): Promise<string[] | undefined>;
}

/**
 * Sends a notice again to the targets that have not received it; one that is still on its way may
 * arrive twice, under the same id. Resolves to the number of targets.
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

/** Whether any of its targets still needs the notice. */
export function isUndelivered({ deliveries }: Pick<AlertNotice, 'deliveries'>): boolean {
  return Object.values(deliveries).some(({ state }) => state === 'failed');
}
