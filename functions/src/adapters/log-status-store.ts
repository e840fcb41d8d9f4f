import type { Firestore, Timestamp } from 'firebase-admin/firestore';

import type { ReadStatus } from '../ingest/http/log-status.js';
import { once } from '../lib/once.js';
import { withTimeout } from '../lib/with-timeout.js';
import { MAX_STATUS_LETTERS } from '../limits.js';

/**
 * Looks a log up among the processed ones and the dead letters. Reads no log text. Rejects when
 * Firestore does not answer within `timeoutMs`.
 */
export function createReadStatus(
  timeoutMs: number,
  open: () => Promise<Firestore> = openWhenAsked,
): ReadStatus {
  const opened = once(open);
  return async (tenantId, logId) => {
    const firestore = await withTimeout(timeoutMs, opened());
    const tenant = firestore.doc(`tenants/${tenantId}`);
    const log = tenant.collection('processed_logs').doc(logId);
    const fieldMask = ['received_at', 'processed_at'];
    // Not ordered: that would need an index, and is hardly ever more than one.
    const letters = tenant
      .collection('dead_letters')
      .where('log_id', '==', logId)
      .select('reason', 'detail', 'received_at', 'dead_at', 'rounds', 'replayed_at')
      .limit(MAX_STATUS_LETTERS);

    const [[processed], { docs }] = await withTimeout(
      timeoutMs,
      Promise.all([firestore.getAll(log, { fieldMask }), letters.get()]),
    );
    const dead = docs
      .map((doc) => doc.data())
      // What was sent back by itself is on its way, or stored.
      .filter(({ rounds, replayed_at }) => rounds === undefined || replayed_at === undefined)
      .toSorted((a, b) => b['dead_at'].toMillis() - a['dead_at'].toMillis())[0];
    return {
      ...(processed?.exists && {
        processed: {
          received_at: toTime(processed.get('received_at')),
          processed_at: toTime(processed.get('processed_at')),
        },
      }),
      ...(dead && {
        deadLetter: {
          reason: dead['reason'],
          detail: dead['detail'],
          received_at: toTime(dead['received_at']),
          dead_at: toTime(dead['dead_at']),
        },
      }),
    };
  };
}

/** The client takes longer to load than all else: an instance that only takes logs goes without. */
async function openWhenAsked(): Promise<Firestore> {
  const { openFirestore } = await import('./firestore.js');
  return openFirestore();
}

function toTime(time: Timestamp): string {
  return time.toDate().toISOString();
}
