/**
 * The shard of a log: FNV-1a of its id, modulo the tenant's shards. A hash rather than a random
 * number, since a redelivery must write the same document.
 */
export function shardOf(logId: string, shards: number): number {
  if (shards <= 1) return 0;
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < logId.length; at++) {
    // Ids are ASCII.
    hash = Math.imul(hash ^ logId.charCodeAt(at), 0x01_00_01_93);
  }
  return (hash >>> 0) % shards;
}
