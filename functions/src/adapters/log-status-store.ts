import type {
  DocumentData,
  DocumentReference,
  DocumentSnapshot,
  Firestore,
  Timestamp,
} from 'firebase-admin/firestore';

import { partId } from '../contract/ids.js';
import { splitSchema } from '../contract/log-message.js';
import type { ReadStatus, StoredStatus } from '../ingest/http/log-status.js';
import { once } from '../lib/once.js';
import { withTimeout } from '../lib/with-timeout.js';
import { MAX_IN_VALUES, MAX_STATUS_LETTERS } from '../limits.js';

const FIELDS = { fieldMask: ['received_at', 'processed_at', 'split'] };

/**
 * Looks a log up among the processed logs and the dead letters, with all its parts if it was split.
 * Reads no log text. Rejects when Firestore does not answer within `timeoutMs`.
 */
export function createReadStatus(
  timeoutMs: number,
  open: () => Promise<Firestore> = openWhenAsked,
): ReadStatus {
  const opened = once(open);
  return async (tenantId, logId) => {
    const firestore = await withTimeout(timeoutMs, opened());
    const tenant = firestore.doc(`tenants/${tenantId}`);
    return withTimeout(timeoutMs, read(firestore, tenant, logId));
  };
}

async function read(
  firestore: Firestore,
  tenant: DocumentReference,
  logId: string,
): Promise<StoredStatus> {
  const logs = tenant.collection('processed_logs');
  const [[processed], letters] = await Promise.all([
    firestore.getAll(logs.doc(logId), FIELDS),
    lettersOf(tenant, [logId]),
  ]);
  const { data: split } = splitSchema.safeParse(processed?.get('split'));
  if (processed === undefined || split === undefined) return toStatus(processed, letters);

  const others = Array.from({ length: split.total }, (_, index) => partId(split.id, index)).filter(
    (id) => id !== logId,
  );
  const [found, lettersOfOthers] = await Promise.all([
    firestore.getAll(...others.map((id) => logs.doc(id)), FIELDS),
    lettersOf(tenant, others),
  ]);
  const parts = [processed, ...found].filter(({ exists }) => exists);
  const stored = new Set(parts.map(({ id }) => id));
  const ofMissing = lettersOfOthers.filter(({ log_id }) => !stored.has(log_id));
  return {
    // The last part completes the log.
    ...toStatus(parts.toSorted(byProcessed).at(-1), ofMissing.length > 0 ? ofMissing : letters),
    parts: { total: split.total, processed: parts.length, dead: ofMissing.length },
  };
}

async function lettersOf(tenant: DocumentReference, ids: readonly string[]) {
  const lists = Array.from({ length: Math.ceil(ids.length / MAX_IN_VALUES) }, (_, at) =>
    ids.slice(at * MAX_IN_VALUES, (at + 1) * MAX_IN_VALUES),
  );
  const found = await Promise.all(
    lists.map((some) =>
      // Not ordered: that would need an index, and there is rarely more than one.
      tenant
        .collection('dead_letters')
        .where('log_id', 'in', some)
        .select('log_id', 'reason', 'detail', 'received_at', 'dead_at', 'rounds', 'replayed_at')
        .limit(MAX_STATUS_LETTERS)
        .get(),
    ),
  );
  return (
    found
      .flatMap(({ docs }) => docs.map((doc) => doc.data()))
      // Anything sent back automatically is either on its way or stored.
      .filter(({ rounds, replayed_at }) => rounds === undefined || replayed_at === undefined)
  );
}

function toStatus(
  processed: DocumentSnapshot | undefined,
  letters: readonly DocumentData[],
): StoredStatus {
  const dead = letters.toSorted((a, b) => b['dead_at'].toMillis() - a['dead_at'].toMillis())[0];
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
}

function byProcessed(a: DocumentSnapshot, b: DocumentSnapshot): number {
  return a.get('processed_at').toMillis() - b.get('processed_at').toMillis();
}

/**
 * The client takes longer to load than everything else: instances that only accept logs skip it.
 */
async function openWhenAsked(): Promise<Firestore> {
  const { openFirestore } = await import('./firestore.js');
  return openFirestore();
}

function toTime(time: Timestamp): string {
  return time.toDate().toISOString();
}
