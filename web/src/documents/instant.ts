import { type Instant, toRfc3339 } from '../../../functions/src/contract/instant.js';

export { type Instant, toRfc3339 };

/** Milliseconds since 1970, cut. */
export function toMillis({ seconds, nanos }: Instant): number {
  return seconds * 1000 + Math.floor(nanos / 1_000_000);
}

export function fromMillis(millis: number): Instant {
  const seconds = Math.floor(millis / 1000);
  return { seconds, nanos: (millis - seconds * 1000) * 1_000_000 };
}
