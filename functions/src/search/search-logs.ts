import type { ReaderSettings } from '../contract/reader-settings.js';
import { FIRST_SEARCH_PAGE, SEARCH_READS } from '../limits.js';
import { type Chosen, choosePlan } from './choose-plan.js';
import { isInRange, type Position, type TimeRange } from './log-query.js';
import type { LogSource, StoredLog } from './log-source.js';
import { LogView } from './log-view.js';
import { compileQuery } from './match.js';
import { mergeNewest, OutOfReads } from './merge.js';
import type { Query } from './query.js';

export interface SearchRequest {
  query: Query;
  range: TimeRange;
  settings: ReaderSettings;
  /** How many logs to find. */
  limit: number;
  /** The maximum number of documents to read. */
  mostReads?: number;
  /** Starts after this log, where an earlier search ended. */
  after?: Position;
  /** Chosen earlier: a continued search does not count again. */
  chosen?: Chosen;
}

export interface SearchResult<L extends StoredLog> {
  /** Newest first. */
  logs: L[];
  chosen: Chosen;
  /** Documents read, plus reads spent on counting. */
  read: number;
  counts: number;
  /** `all`: there are no more. `limit`: enough were found. `reads`: the read limit was reached. */
  ended: 'all' | 'limit' | 'reads';
  /** The last log examined: a continued search starts after it. */
  last?: Position;
}

/**
 * Finds logs, newest first. Asks Firestore for the logs with the rarest condition and checks the
 * rest; the result is that of a plain filter over all logs of the range, except for those that
 * `chosen` says are left out.
 */
export async function searchLogs<L extends StoredLog>(
  source: LogSource<L>,
  request: SearchRequest,
): Promise<SearchResult<L>> {
  const { query, range, settings, limit, after } = request;
  const chosen = request.chosen ?? (await choosePlan(source, query, range, settings));
  const { plan } = chosen;
  const counts = request.chosen === undefined ? chosen.counts : 0;
  const matches = compileQuery(query);
  if (plan.by.kind === 'id') {
    const log = await source.get(plan.by.logId);
    const isWanted = log !== undefined && isInRange(log.time, range) && matches(new LogView(log));
    return { logs: isWanted ? [log] : [], chosen, read: 1, counts, ended: 'all' };
  }

  const logs: L[] = [];
  const budget = { read: 0, most: request.mostReads ?? SEARCH_READS };
  let last = after;
  let ended: SearchResult<L>['ended'] = 'all';
  const done = () => ({
    logs,
    chosen,
    read: budget.read,
    counts,
    ended,
    ...(last !== undefined && { last }),
  });
  try {
    const merged = mergeNewest(source, plan.queries, {
      first: firstPage(chosen, limit),
      budget,
      ...(after && { after }),
    });
    for await (const log of merged) {
      if (logs.length >= limit) {
        ended = 'limit';
        return done();
      }
      last = { time: log.time, log_id: log.log_id };
      if (plan.exact || matches(new LogView(log))) logs.push(log);
    }
  } catch (error) {
    if (!(error instanceof OutOfReads)) throw error;
    ended = 'reads';
  }
  return done();
}

/** One more than wanted shows whether there are more. */
function firstPage({ plan, toRead = 0 }: Chosen, limit: number): number {
  return plan.exact ? limit + 1 : Math.max(limit + 1, Math.min(toRead, FIRST_SEARCH_PAGE));
}
