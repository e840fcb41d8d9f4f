import { type DocumentData, type Firestore, type Query, Timestamp } from 'firebase-admin/firestore';

import type { DeadLetterDocument } from '../contract/dead-letter.js';
import type { Instant } from '../contract/timestamp.js';
import type { DeadLetterAddress, DeadLetterQuery, DeadLetterStore } from '../dead-letter/store.js';
import { errorCode, isAlreadyExists } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';
import { openFirestore, toTimestamp } from './firestore.js';
import { withTimeout } from '../lib/with-timeout.js';

/** Letters of one page: few with their payloads, each of which may be close to 1 MiB. */
const PAGE = { withPayloads: 20, without: 300 } as const;

/** Every field but the payload. */
const FIELDS = [
  'reason',
  'detail',
  'attempts',
  'payload_encoding',
  'payload_bytes',
  'payload_truncated',
  'log_id',
  'request_id',
  'traceparent',
  'source_message_id',
  'received_at',
  'dead_at',
  'replayed_at',
  'replayed_as',
] satisfies (keyof DeadLetterDocument)[];

/**
 * Dead letters in Firestore, at `tenants/{tenant_id}/dead_letters/{id}` or `dead_letters/{id}`.
 * Rejects when Firestore does not answer within `timeoutMs`.
 */
export function createDeadLetterStore(
  timeoutMs: number,
  firestore: Firestore = openFirestore(),
): DeadLetterStore {
  const collection = (tenantId: string | undefined) =>
    firestore.collection(`${tenantId === undefined ? '' : `tenants/${tenantId}/`}dead_letters`);
  const reference = ({ tenantId, id }: DeadLetterAddress) => collection(tenantId).doc(id);

  const select = ({ tenantId, reason, since }: DeadLetterQuery): Query => {
    let query = collection(tenantId).orderBy('dead_at', 'desc');
    if (reason !== undefined) query = query.where('reason', '==', reason);
    if (since !== undefined) query = query.where('dead_at', '>=', Timestamp.fromDate(since));
    return query;
  };

  return {
    async record({ document, ...address }) {
      try {
        await withTimeout(timeoutMs, reference(address).create(toFirestore(document)));
        return 'created';
      } catch (error) {
        if (isAlreadyExists(error)) return 'exists';
        throw error;
      }
    },

    async get(tenantId, id) {
      const snapshot = await withTimeout(timeoutMs, collection(tenantId).doc(id).get());
      const data = snapshot.data();
      return (
        data && { id, ...(tenantId !== undefined && { tenantId }), document: fromFirestore(data) }
      );
    },

    async *list(query, withPayloads) {
      const { tenantId } = query;
      const size = withPayloads ? PAGE.withPayloads : PAGE.without;
      let page = select(query).limit(size);
      if (!withPayloads) page = page.select(...FIELDS);
      for (;;) {
        const { docs } = await withTimeout(timeoutMs, page.get());
        for (const doc of docs) {
          const document = fromFirestore(doc.data());
          yield { id: doc.id, ...(tenantId !== undefined && { tenantId }), document };
        }
        const last = docs.at(-1);
        if (docs.length < size || last === undefined) return;
        page = page.startAfter(last);
      }
    },

    async count(query) {
      return (await withTimeout(timeoutMs, select(query).count().get())).data().count;
    },

    async markReplayed(letter, newLogId) {
      const now = Timestamp.now();
      try {
        await withTimeout(
          timeoutMs,
          reference(letter).update({
            replayed_at: now,
            ...(newLogId !== undefined && { replayed_as: newLogId }),
          }),
        );
      } catch (error) {
        if (errorCode(error) !== GRPC.NOT_FOUND) throw error;
      }
      return toInstant(now);
    },

    async remove(letter) {
      try {
        await withTimeout(timeoutMs, reference(letter).delete({ exists: true }));
        return true;
      } catch (error) {
        if (errorCode(error) !== GRPC.NOT_FOUND) throw error;
        return false;
      }
    },
  };
}

function toFirestore(document: DeadLetterDocument): DocumentData {
  const { received_at, dead_at, expires_at, ...fields } = document;
  return {
    ...fields,
    received_at: toTimestamp(received_at),
    dead_at: toTimestamp(dead_at),
    ...(expires_at && { expires_at: toTimestamp(expires_at) }),
  };
}

/** Trusts the documents: nobody but the gateway writes them. */
function fromFirestore(data: DocumentData): DeadLetterDocument {
  const { received_at, dead_at, replayed_at, replayed_as, payload_truncated } = data;
  const { log_id, request_id, traceparent } = data;
  return {
    reason: data['reason'],
    detail: data['detail'],
    attempts: data['attempts'],
    payload: data['payload'] ?? '',
    payload_encoding: data['payload_encoding'],
    payload_bytes: data['payload_bytes'],
    source_message_id: data['source_message_id'],
    received_at: toInstant(received_at),
    dead_at: toInstant(dead_at),
    ...(payload_truncated && { payload_truncated }),
    ...(log_id && { log_id }),
    ...(request_id && { request_id }),
    ...(traceparent && { traceparent }),
    ...(replayed_at && { replayed_at: toInstant(replayed_at) }),
    ...(replayed_as && { replayed_as }),
  };
}

function toInstant({ seconds, nanoseconds }: Timestamp): Instant {
  return { seconds, nanos: nanoseconds };
}
