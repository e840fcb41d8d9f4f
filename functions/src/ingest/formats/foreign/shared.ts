import type { Named } from './attributes.js';
import type { ValueCount } from './value-count.js';

/** Attributes that are sent once for several logs and kept with each. */
export function shareAttributes(attributes: Named, count: ValueCount): () => Named {
  const bytes = JSON.stringify(attributes).length;
  return () => {
    count.takeShared(bytes);
    return attributes;
  };
}
