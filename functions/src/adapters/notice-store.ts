import { FieldPath, type Firestore } from 'firebase-admin/firestore';

import type { NoticeAddress, NoticeStore } from '../alerts/notices/store.js';
import type { AlertNotice, AlertSecrets } from '../contract/alert.js';
import { errorCode } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';
import { withTimeout } from '../lib/with-timeout.js';
import { fromFirestore, toFirestore } from './firestore-times.js';
import { openFirestore } from './firestore.js';

/**
 * Notices at `tenants/{tenant_id}/alert_notices/{notice_id}` and their targets. Rejects when
 * Firestore does not answer within `timeoutMs`.
 */
export function createNoticeStore(
  timeoutMs: number,
  firestore: Firestore = openFirestore(),
): NoticeStore {
  const noticeOf = ({ tenant_id, notice_id }: NoticeAddress) =>
    firestore.doc(`tenants/${tenant_id}/alert_notices/${notice_id}`);

  return {
    async read(address) {
      const found = (await withTimeout(timeoutMs, noticeOf(address).get())).data();
      if (found === undefined) return undefined;
      const notice = fromFirestore<AlertNotice>(found);
      const { tenant_id, target_id } = address;
      const secrets = firestore.doc(`tenants/${tenant_id}/alert_secrets/${notice.alert_id}`);
      const known = (await withTimeout(timeoutMs, secrets.get())).data() ?? {};
      const { targets = {} } = fromFirestore<Partial<AlertSecrets>>(known);
      const secret = Object.hasOwn(targets, target_id) ? targets[target_id] : undefined;
      return { notice, secret };
    },

    async record(address, delivery) {
      const field = new FieldPath('deliveries', address.target_id);
      const written = noticeOf(address).update(field, toFirestore(delivery));
      try {
        await withTimeout(timeoutMs, written);
      } catch (error) {
        if (errorCode(error) !== GRPC.NOT_FOUND) throw error;
      }
    },
  };
}
