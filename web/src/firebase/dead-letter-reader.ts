import {
  collection,
  type DocumentData,
  type Firestore,
  limit as atMost,
  onSnapshot,
  orderBy,
  query,
  Timestamp,
  where,
} from 'firebase/firestore';

import type { DeadLetter, DeadLetterReason } from '../documents/dead-letter.js';
import { fromTimestamp } from './timestamps.js';

export interface DeadLetterReader {
  /** Listens to the newest `limit` dead letters, of one reason or all; the answer ends it. */
  listen: (
    reason: DeadLetterReason | undefined,
    limit: number,
    next: (letters: DeadLetter[], fromCache: boolean) => void,
    failed: (error: unknown) => void,
  ) => () => void;
}

/** Reads one tenant's dead letters, which the rules let admins do. */
export function createDeadLetterReader(firestore: Firestore, tenant: string): DeadLetterReader {
  const letters = collection(firestore, 'tenants', tenant, 'dead_letters');
  return {
    listen: (reason, limit, next, failed) =>
      onSnapshot(
        query(
          letters,
          ...(reason === undefined ? [] : [where('reason', '==', reason)]),
          orderBy('dead_at', 'desc'),
          atMost(limit),
        ),
        { includeMetadataChanges: true },
        ({ docs, metadata }) =>
          next(
            docs.map((found) => toDeadLetter(found.id, found.data())),
            metadata.fromCache,
          ),
        failed,
      ),
  };
}

function toDeadLetter(id: string, data: DocumentData): DeadLetter {
  const replayed: unknown = data['replayed_at'];
  const expires: unknown = data['expires_at'];
  const present = (name: 'payload_truncated' | 'log_id' | 'replayed_as') =>
    data[name] === undefined ? {} : { [name]: data[name] };
  return {
    id,
    reason: data['reason'],
    detail: data['detail'] ?? '',
    attempts: data['attempts'] ?? 0,
    payload: data['payload'] ?? '',
    payload_encoding: data['payload_encoding'] ?? 'utf8',
    payload_bytes: data['payload_bytes'] ?? 0,
    ...present('payload_truncated'),
    ...present('log_id'),
    ...present('replayed_as'),
    source_message_id: data['source_message_id'] ?? '',
    received_at: fromTimestamp(data['received_at'] ?? data['dead_at']),
    dead_at: fromTimestamp(data['dead_at']),
    ...(expires instanceof Timestamp && { expires_at: fromTimestamp(expires) }),
    ...(replayed instanceof Timestamp && { replayed_at: fromTimestamp(replayed) }),
  };
}
