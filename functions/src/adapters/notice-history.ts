import { FieldPath, type Firestore, type QueryDocumentSnapshot } from 'firebase-admin/firestore';

import type { NoticeHistory, StoredAlert, StoredNotice } from '../alerts/notices/history.js';
import type { AlertNotice } from '../contract/alert.js';
import { alertDocuments } from './alert-documents.js';
import { fromFirestore } from './firestore-times.js';
import { openFirestore } from './firestore.js';

/** Alerts at `tenants/{tenant_id}/alerts` and their notices at `…/alert_notices`. */
export function createNoticeHistory(firestore: Firestore = openFirestore()): NoticeHistory {
  const at = alertDocuments(firestore);
  const below = (tenantId: string, name: string) =>
    firestore.collection(`tenants/${tenantId}/${name}`);

  return {
    async listAlerts(tenantId) {
      const { docs } = await below(tenantId, 'alerts').orderBy('name').get();
      return docs.map((found) => fromFirestore<StoredAlert>(withId(found)));
    },

    async listNotices(tenantId, most) {
      const newest = below(tenantId, 'alert_notices').orderBy('fired_at', 'desc').limit(most);
      return (await newest.get()).docs.map((found) => fromFirestore<StoredNotice>(withId(found)));
    },

    reopen: (tenantId, noticeId) =>
      firestore.runTransaction(async (transaction) => {
        const reference = at.notice(tenantId, noticeId);
        const found = (await transaction.get(reference)).data();
        if (found === undefined) return undefined;
        const { deliveries } = fromFirestore<AlertNotice>(found);
        const open = Object.keys(deliveries).filter((id) => deliveries[id]?.state !== 'delivered');
        for (const id of open) {
          const field = new FieldPath('deliveries', id, 'state');
          transaction.update(reference, field, 'pending', attemptsOf(id), 0);
        }
        return open;
      }),
  };
}

const attemptsOf = (id: string) => new FieldPath('deliveries', id, 'attempts');

function withId(found: QueryDocumentSnapshot): object & { id: string } {
  return { ...found.data(), id: found.id };
}
