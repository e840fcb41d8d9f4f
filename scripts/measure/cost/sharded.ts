import type { Indexes } from './index-entries.js';

export const SHARD = 'shard';

/**
 * The indexes that lift the ceiling on a time that grows: a shard before it wherever it is, and no
 * index with the time and without the shard.
 * https://firebase.google.com/docs/firestore/solutions/shard-timestamp
 */
export function sharded({ indexes, fieldOverrides }: Indexes): Indexes {
  const collectionGroup = 'processed_logs';
  const shard = { fieldPath: SHARD };
  const time = { fieldPath: 'processed_at' };
  return {
    indexes: [
      ...indexes.map((index) =>
        index.collectionGroup === collectionGroup
          ? { collectionGroup, fields: [shard, ...index.fields] }
          : index,
      ),
      { collectionGroup, fields: [shard, time] },
    ],
    fieldOverrides: [
      ...fieldOverrides.filter(
        (override) =>
          override.collectionGroup !== collectionGroup || override.fieldPath !== time.fieldPath,
      ),
      { collectionGroup, ...time, indexes: [] },
      { collectionGroup, ...shard, indexes: [] },
    ],
  };
}
