import {
  collection,
  type DocumentData,
  type Firestore,
  limit as atMost,
  orderBy,
  query,
  where,
} from 'firebase/firestore';

import {
  type DeadLetter,
  type DeadLetterReason,
  isDeadLetterReason,
} from '../documents/dead-letter.js';
import { type Listen, listenTo } from './listen.js';
import { toInstant } from './timestamps.js';
import { toText } from './to-log.js';

export interface DeadLetterReader {
  /** The newest `limit` dead letters, for one reason or all. */
  newest: (reason: DeadLetterReason | undefined, limit: number) => Listen<DeadLetter>;
}

/** Reads one tenant's dead letters, which the rules allow only admins to do. */
export function createDeadLetterReader(firestore: Firestore, tenant: string): DeadLetterReader {
  const letters = collection(firestore, 'tenants', tenant, 'dead_letters');
  return {
    newest: (reason, limit) =>
      listenTo(
        query(
          letters,
          ...(reason === undefined ? [] : [where('reason', '==', reason)]),
          orderBy('dead_at', 'desc'),
          atMost(limit),
        ),
        toDeadLetter,
      ),
  };
}

function toDeadLetter(id: string, data: DocumentData): DeadLetter {
  const dead_at = toInstant(data['dead_at']) ?? { seconds: 0, nanos: 0 };
  const [replayed_at, expires_at] = [toInstant(data['replayed_at']), toInstant(data['expires_at'])];
  const { log_id, replayed_as, reason, rounds } = data;
  return {
    id,
    reason: typeof reason === 'string' && isDeadLetterReason(reason) ? reason : 'unknown',
    detail: toText(data['detail']),
    attempts: Number(data['attempts'] ?? 0),
    payload: toText(data['payload']),
    payload_encoding: data['payload_encoding'] === 'base64' ? 'base64' : 'utf8',
    payload_bytes: Number(data['payload_bytes'] ?? 0),
    ...(data['payload_truncated'] === true && { payload_truncated: true }),
    ...(typeof log_id === 'string' && { log_id }),
    ...(typeof replayed_as === 'string' && { replayed_as }),
    source_message_id: toText(data['source_message_id']),
    received_at: toInstant(data['received_at']) ?? dead_at,
    dead_at,
    ...(expires_at && { expires_at }),
    ...(typeof rounds === 'number' && { rounds }),
    ...(replayed_at && { replayed_at }),
  };
}
