import { getApps, initializeApp } from 'firebase-admin/app';
import { type Firestore, getFirestore, Timestamp } from 'firebase-admin/firestore';

import { databaseId } from '../config.js';
import type { Instant } from '../contract/timestamp.js';
import { MAX_RECONNECT_MS } from '../limits.js';

const opened = new WeakSet<Firestore>();

/** The gateway's database, with one client for the process. */
export function openFirestore(): Firestore {
  const firestore = getFirestore(getApps()[0] ?? initializeApp(), databaseId());
  if (!opened.has(firestore)) {
    opened.add(firestore);
    firestore.settings({ 'grpc.max_reconnect_backoff_ms': MAX_RECONNECT_MS });
  }
  return firestore;
}

export function toTimestamp({ seconds, nanos }: Instant): Timestamp {
  return new Timestamp(seconds, nanos);
}

/**
 * The client's class, for code that opens its own client. Values of one copy of the package mean
 * nothing to another copy.
 */
export { Firestore } from 'firebase-admin/firestore';

/** `undefined` for anything that is not a time. */
export function toInstant(value: unknown): Instant | undefined {
  return value instanceof Timestamp
    ? { seconds: value.seconds, nanos: value.nanoseconds }
    : undefined;
}
