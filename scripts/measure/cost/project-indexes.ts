import { readFileSync } from 'node:fs';

import type { Indexes } from './index-entries.js';

/** What `firestore.indexes.json` says now: the indexes that are deployed. */
export function projectIndexes(): Indexes {
  const file = new URL('../../../firestore.indexes.json', import.meta.url);
  const indexes: Indexes = JSON.parse(readFileSync(file, 'utf8'));
  return indexes;
}
