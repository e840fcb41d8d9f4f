import { Timestamp } from 'firebase/firestore';

import type { Instant } from '../documents/instant.js';

export function fromTimestamp({ seconds, nanoseconds }: Timestamp): Instant {
  return { seconds, nanos: nanoseconds };
}

export function toTimestamp({ seconds, nanos }: Instant): Timestamp {
  return new Timestamp(seconds, nanos);
}
