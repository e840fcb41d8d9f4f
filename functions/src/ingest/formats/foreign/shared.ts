import type { Named } from './attributes.js';
import type { ValueCount } from './value-count.js';

/** What is said once of several logs and kept with each of them. */
export function shareAttributes(attributes: Named, count: ValueCount): () => Named {
  const bytes = JSON.stringify(attributes).length;
  return () => {
    count.takeShared(bytes);
    return attributes;
  };
}
