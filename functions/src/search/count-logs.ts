import type { ReaderSettings } from '../contract/reader-settings.js';
import { type Chosen, choosePlan } from './choose-plan.js';
import { areDisjoint, type TimeRange } from './log-query.js';
import type { LogSource, StoredLog } from './log-source.js';
import type { Query } from './query.js';
import { searchLogs } from './search-logs.js';

export interface CountResult {
  count: number;
  /** Not all were examined: there are at least this many. */
  isLeast: boolean;
  chosen: Chosen;
  read: number;
  counts: number;
}

/**
 * Counts the logs that match a query. Firestore counts them if its index can answer the query
 * alone, at one read per 1,000; otherwise they are read, at most `mostReads`.
 */
export async function countLogs<L extends StoredLog>(
  source: LogSource<L>,
  request: {
    query: Query;
    range: TimeRange;
    settings: ReaderSettings;
    mostReads?: number;
    chosen?: Chosen;
  },
): Promise<CountResult> {
  const { query, range, settings } = request;
  const chosen = request.chosen ?? (await choosePlan(source, query, range, settings));
  if (chosen.plan.exact && areDisjoint(chosen.plan.queries)) {
    const found = await Promise.all(chosen.plan.queries.map((one) => source.count(one)));
    const count = found.reduce((sum, n) => sum + n, 0);
    const reads = found.reduce((sum, n) => sum + Math.max(1, Math.ceil(n / 1000)), 0);
    return { count, isLeast: false, chosen, read: 0, counts: chosen.counts + reads };
  }
  const result = await searchLogs(source, { ...request, chosen, limit: Infinity });
  const { logs, read, ended } = result;
  return { count: logs.length, isLeast: ended !== 'all', chosen, read, counts: chosen.counts };
}
