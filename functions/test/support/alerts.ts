import { randomUUID } from 'node:crypto';

import type { Firestore } from '../../src/adapters/firestore.js';
import { toFirestore } from '../../src/adapters/firestore-times.js';
import type { Alert } from '../../src/contract/alert.js';

/** Makes an alert as `saveAlert` does, with one target. */
export async function makeAlert(
  firestore: Firestore,
  tenantId: string,
  some: Partial<Alert> = {},
): Promise<{ tenantId: string; alertId: string; targetId: string }> {
  const [alertId, targetId] = [randomUUID(), randomUUID()];
  const now = { seconds: Math.floor(Date.now() / 1000), nanos: 0 };
  const alert: Alert = {
    name: 'Refused connections',
    query: 'refused',
    condition: { kind: 'count', matches: 1, minutes: 5 },
    quiet_minutes: 10,
    targets: [{ id: targetId, kind: 'webhook', label: 'example.com' }],
    created_at: now,
    updated_at: now,
    ...some,
  };
  const { query, condition } = alert;
  const tenant = firestore.doc(`tenants/${tenantId}`);
  const known = (await tenant.get()).get('alerts') ?? [];
  await tenant.set({ alerts: [...known, { id: alertId, query, condition }] }, { merge: true });
  await tenant.collection('alerts').doc(alertId).set(toFirestore(alert));
  return { tenantId, alertId, targetId };
}
