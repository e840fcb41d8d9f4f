import { Timestamp } from 'firebase/firestore';

import type { Instant } from '../documents/instant.js';

/** `undefined` for anything that is not a time. */
export function toInstant(value: unknown): Instant | undefined {
  return value instanceof Timestamp
    ? { seconds: value.seconds, nanos: value.nanoseconds }
    : undefined;
}

export function toTimestamp({ seconds, nanos }: Instant): Timestamp {
  return new Timestamp(seconds, nanos);
}
