import { MAX_ATTRIBUTE_COUNT } from '../../../limits.js';
import { REST_NAME } from '../../reading/json-reader.js';
import { isKnownName } from '../../reading/known-fields.js';
import type { Named } from './attributes.js';
import type { ValueCount } from './value-count.js';

/**
 * Attributes that are sent once for several logs and kept with each. Throws 413 if they are too large
 * for so many: at once if the number of logs is known, else for the log that is one too many.
 */
export function shareAttributes(attributes: Named, count: ValueCount, logs?: number): () => Named {
  const bytes = JSON.stringify(attributes).length;
  if (logs !== undefined) count.takeShared(bytes * logs);
  const shared = foldExcess(attributes);
  return () => {
    if (logs === undefined) count.takeShared(bytes);
    return shared;
  };
}

/** Shared names that are kept as they are: half of a log's attributes. Its own need the rest. */
const MAX_SHARED = MAX_ATTRIBUTE_COUNT / 2;

/**
 * Puts more attributes than a log can keep into one value, which becomes JSON once for all logs:
 * merging thousands of labels with each of a thousand logs would take seconds.
 */
function foldExcess(attributes: Named): Named {
  const names = Object.keys(attributes);
  if (names.length <= MAX_ATTRIBUTE_COUNT || REST_NAME in attributes) return attributes;
  let left = MAX_SHARED;
  const kept: [string, unknown][] = [];
  const rest: [string, unknown][] = [];
  for (const name of names) {
    const isKept = isKnownName(name) || left > 0;
    if (isKept) left -= 1;
    (isKept ? kept : rest).push([name, attributes[name]]);
  }
  // Defines properties, so that even one named __proto__ becomes a property.
  return Object.fromEntries([...kept, [REST_NAME, Object.fromEntries(rest)]]);
}
