import { newestFirst, type Position } from './log-query.js';
import type { LogSource, StoredLog } from './log-source.js';
import { spread } from './plan.js';

export interface LogsAround<L> {
  /** Both newest first. */
  newer: L[];
  older: L[];
  /** Documents read. */
  read: number;
}

/**
 * The logs before and after a position in the order, whatever they are: at most `count` on either
 * side. Each Firestore query asks for that many, since one shard may contain them all.
 */
export async function logsAround<L extends StoredLog>(
  source: Pick<LogSource<L>, 'page'>,
  shards: number,
  place: Position,
  count: number,
): Promise<LogsAround<L>> {
  let read = 0;
  const side = async (oldestFirst: boolean) => {
    const queries = spread({ shards: [], ...(oldestFirst && { oldestFirst }) }, shards) ?? [];
    const pages = await Promise.all(queries.map((query) => source.page(query, count, place)));
    read += pages.reduce((sum, page) => sum + Math.max(1, page.length), 0);
    return pages.flat().toSorted(newestFirst);
  };
  const [newer, older] = await Promise.all([side(true), side(false)]);
  return { newer: newer.slice(-count), older: older.slice(0, count), read };
}
