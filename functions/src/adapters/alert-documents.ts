import type { Firestore } from 'firebase-admin/firestore';

import type { AlertAddress } from '../alerts/store.js';

/** Where the documents of a tenant's alerts are. Deleting a tenant takes all of them. */
export function alertDocuments(firestore: Firestore) {
  const below = (tenantId: string, collection: string) =>
    firestore.collection(`tenants/${tenantId}/${collection}`);
  return {
    tenant: ({ tenantId }: Pick<AlertAddress, 'tenantId'>) => firestore.doc(`tenants/${tenantId}`),
    alert: ({ tenantId, alertId }: AlertAddress) => below(tenantId, 'alerts').doc(alertId),
    secrets: ({ tenantId, alertId }: AlertAddress) => below(tenantId, 'alert_secrets').doc(alertId),
    notice: (tenantId: string, noticeId: string) => below(tenantId, 'alert_notices').doc(noticeId),
    /** What the last notice was, and until when there is none. */
    state: ({ tenantId, alertId }: AlertAddress) => below(tenantId, 'alert_states').doc(alertId),
    /** Of an alert that waits for no log: when one was seen last. */
    absence: ({ tenantId, alertId }: AlertAddress) =>
      below(tenantId, 'alert_absences').doc(alertId),
    /** What was counted, a document a message. */
    matches: (tenantId: string) => below(tenantId, 'alert_matches'),
    match: ({ tenantId, alertId }: AlertAddress, batch: string) =>
      below(tenantId, 'alert_matches').doc(`${alertId}_${batch}`),
  };
}
