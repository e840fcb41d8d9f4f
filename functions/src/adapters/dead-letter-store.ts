import {
  type DocumentData,
  FieldValue,
  type Firestore,
  type Query,
  Timestamp,
} from 'firebase-admin/firestore';

import type { DeadLetterDocument } from '../contract/dead-letter.js';
import type { Instant } from '../contract/timestamp.js';
import type { DeadLetterAddress, DeadLetterQuery, DeadLetterStore } from '../dead-letter/store.js';
import { errorCode, isAlreadyExists } from '../lib/error-code.js';
import { GRPC } from '../lib/grpc-codes.js';
import { openFirestore, toTimestamp } from './firestore.js';
import { withTimeout } from '../lib/with-timeout.js';

/** Letters per page: few with their payloads, each of which may be close to 1 MiB. */
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
  'rounds',
  'replayed_at',
  'replayed_as',
] satisfies (keyof DeadLetterDocument)[];

/** A letter's state, read without its payload, which is most of the document. */
const STATE_FIELDS = ['rounds', 'dead_at', 'replayed_at'] satisfies (keyof DeadLetterDocument)[];

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

  /** Fails if somebody has changed it since. */
  const changeOnly = (address: DeadLetterAddress, changes: DocumentData, version: Instant) =>
    withTimeout(
      timeoutMs,
      reference(address).update(changes, { lastUpdateTime: toTimestamp(version) }),
    );

  return {
    async create({ document, ...address }) {
      try {
        const created = reference(address).create(toFirestore(document));
        return toInstant((await withTimeout(timeoutMs, created)).writeTime);
      } catch (error) {
        if (isAlreadyExists(error)) return undefined;
        throw error;
      }
    },

    async readState(address) {
      const read = firestore.getAll(reference(address), { fieldMask: [...STATE_FIELDS] });
      const [found] = await withTimeout(timeoutMs, read);
      const data = found?.data();
      if (data === undefined || found?.updateTime === undefined) return undefined;
      const { rounds, dead_at, replayed_at } = data;
      return {
        rounds: rounds ?? 0,
        dead_at: toInstant(dead_at),
        ...(replayed_at && { replayed_at: toInstant(replayed_at) }),
        version: toInstant(found.updateTime),
      };
    },

    async markReturned({ document, ...address }, rounds, version) {
      const { reason, detail, attempts, dead_at, expires_at } = document;
      const changes = {
        reason,
        detail,
        attempts,
        dead_at: toTimestamp(dead_at),
        ...(rounds > 0 && { rounds }),
        replayed_at: FieldValue.delete(),
        expires_at: expires_at === undefined ? FieldValue.delete() : toTimestamp(expires_at),
      };
      return toInstant((await changeOnly(address, changes, version)).writeTime);
    },

    async markHealed(address, round, expiresAt, version) {
      const changes = {
        rounds: round,
        replayed_at: Timestamp.now(),
        expires_at: toTimestamp(expiresAt),
      };
      try {
        await changeOnly(address, changes, version);
      } catch (error) {
        const code = errorCode(error);
        if (code !== GRPC.FAILED_PRECONDITION && code !== GRPC.NOT_FOUND) throw error;
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
  const { received_at, dead_at, expires_at, replayed_at: _none, ...fields } = document;
  return {
    ...fields,
    received_at: toTimestamp(received_at),
    dead_at: toTimestamp(dead_at),
    ...(expires_at && { expires_at: toTimestamp(expires_at) }),
  };
}

/** Trusts the documents: only the gateway writes them. */
function fromFirestore(data: DocumentData): DeadLetterDocument {
  const { received_at, dead_at, rounds, replayed_at, replayed_as, payload_truncated } = data;
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
    ...(rounds && { rounds }),
    ...(replayed_at && { replayed_at: toInstant(replayed_at) }),
    ...(replayed_as && { replayed_as }),
  };
}

function toInstant({ seconds, nanoseconds }: Timestamp): Instant {
  return { seconds, nanos: nanoseconds };
}
