import type { Firestore } from 'firebase-admin/firestore';

import type { AlertAddress } from '../alerts/store.js';

/** Where the documents of a tenant's alerts live. Deleting the tenant deletes all of them. */
export function alertDocuments(firestore: Firestore) {
  const below = (tenantId: string, collection: string) =>
    firestore.collection(`tenants/${tenantId}/${collection}`);
  return {
    tenant: ({ tenantId }: Pick<AlertAddress, 'tenantId'>) => firestore.doc(`tenants/${tenantId}`),
    alert: ({ tenantId, alertId }: AlertAddress) => below(tenantId, 'alerts').doc(alertId),
    secrets: ({ tenantId, alertId }: AlertAddress) => below(tenantId, 'alert_secrets').doc(alertId),
    notice: (tenantId: string, noticeId: string) => below(tenantId, 'alert_notices').doc(noticeId),
    /** The last notice, and until when no further one is made. */
    state: ({ tenantId, alertId }: AlertAddress) => below(tenantId, 'alert_states').doc(alertId),
    /** For an alert on the absence of logs: when one was last seen. */
    absence: ({ tenantId, alertId }: AlertAddress) =>
      below(tenantId, 'alert_absences').doc(alertId),
    /** The counts, one document per message. */
    matches: (tenantId: string) => below(tenantId, 'alert_matches'),
    match: ({ tenantId, alertId }: AlertAddress, batch: string) =>
      below(tenantId, 'alert_matches').doc(`${alertId}_${batch}`),
  };
}
