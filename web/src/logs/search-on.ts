import type { Position } from '../../../functions/src/search/log-query.js';
import { searchLogs } from '../../../functions/src/search/search-logs.js';
import type { Log } from '../documents/log.js';
import type { LogReader } from '../firebase/log-reader.js';
import type { FeedState, Wanted } from './feed-state.js';
import { nextPageSize } from './memory.js';

/** The next page after a log, or what is found of it within the reads of one search. */
export function searchOn(
  reader: LogReader,
  { query, range }: Wanted,
  chosen: NonNullable<FeedState['chosen']>,
  loaded: readonly Log[],
  after: Position | undefined,
) {
  const { queries, exact } = chosen.plan;
  const size = nextPageSize(loaded);
  // Each Firestore query may have to return as many.
  const limit = Math.max(1, Math.floor(size / Math.max(1, queries.length)));
  return searchLogs(reader, {
    query,
    range,
    settings: reader.settings,
    limit,
    chosen,
    ...(exact && { mostReads: (limit + 1) * (queries.length + 1) }),
    ...(after && { after }),
  });
}
