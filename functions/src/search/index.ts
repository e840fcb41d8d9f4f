/**
 * Search, shared by the worker, the commands and the readers' page: nothing here needs Node.
 *
 * A log is split into terms when it is stored (`termsOf`). A query is parsed (`parseQuery`), then
 * answered (`searchLogs`): `planSearch` finds what Firestore can be asked, `choosePlan` counts which
 * of these is rarest, `mergeNewest` reads shards in parallel, and whatever the index does not decide
 * is checked on the results (`compileQuery`). The caller supplies a `LogSource`.
 */
export { choosePlan, type Chosen } from './choose-plan.js';
export { describePlan, readsMuch } from './describe-plan.js';
export { countBars, type Counted, type HistogramPlan, planHistogram } from './histogram.js';
export { type Level, levelOf } from './level.js';
export {
  compareInstants,
  type LogQuery,
  newestFirst,
  type Position,
  type TimeRange,
} from './log-query.js';
export type { LogSource, StoredLog } from './log-source.js';
export { LogView, type SearchableLog } from './log-view.js';
export { compileQuery, type Matches, matches } from './match.js';
export { compileForStored, type IndexedLog } from './match-stored.js';
export { mergeNewest, OutOfReads, type ReadBudget } from './merge.js';
export { describeQueryError, type Parsed, parseQuery, type QueryError } from './parse-query.js';
export { type Plan, planSearch } from './plan.js';
export type { Query } from './query.js';
export { searchHint } from './search-hint.js';
export { type SearchRequest, type SearchResult, searchLogs } from './search-logs.js';
export { shardOf } from './shard.js';
export { CUT_TERM, type RedactedLog, termsOf } from './terms.js';
export { countLogs } from './count-logs.js';
export { filtersOf, isInstant } from './filters.js';
export { logsAround } from './logs-around.js';
export { createJoiner, loadWhole, onePerLog, wholeId } from './join-parts.js';
