import type { ReaderSettings } from '../contract/reader-settings.js';
import type { Instant } from '../contract/instant.js';
import { COUNT_CAP, MAX_COUNTED_PLANS, MAX_CUT_LOGS } from '../limits.js';
import { LEVELS } from './level.js';
import { compareInstants, type LogQuery, type TimeRange } from './log-query.js';
import type { LogSource } from './log-source.js';
import { type Plan, planSearch, spread } from './plan.js';
import type { Query } from './query.js';
import { CUT_TERM } from './terms.js';

/** A plan, and what counting has found out about it. */
export interface Chosen {
  plan: Plan;
  /**
   * Logs it must read to search the whole range, counted up to {@link COUNT_CAP}; absent if every
   * log that it reads is a result.
   */
  toRead?: number;
  /** Logs left out since they have more terms than are indexed, up to {@link MAX_CUT_LOGS} + 1. */
  cutLeftOut: number;
  /** Logs in the range from before then were indexed less, and may be missed. */
  indexedSince?: Instant;
  /** Reads spent on counting. */
  counts: number;
}

/**
 * Chooses how to answer a query: by its rarest term, found by counting if there are several. Logs
 * whose terms were cut are searched as well, as long as they are few.
 */
export async function choosePlan(
  source: Pick<LogSource, 'count'>,
  query: Query,
  range: TimeRange,
  settings: ReaderSettings,
): Promise<Chosen> {
  const plans = planSearch(query, range, settings);
  let counts = 0;
  const count = async (queries: readonly LogQuery[], upTo: number) => {
    counts += queries.length;
    const found = await Promise.all(queries.map((one) => source.count(one, upTo)));
    return Math.min(
      upTo,
      found.reduce((sum, n) => sum + n, 0),
    );
  };

  const [first] = plans;
  if (first === undefined) throw new Error('there is always a plan by time');
  if (first.by.kind === 'id') return { plan: first, toRead: 1, cutLeftOut: 0, counts };
  const exact = plans.find((one) => one.exact);
  const byTerms = plans.filter(({ by }) => by.kind === 'terms').slice(0, MAX_COUNTED_PLANS);
  const candidates = exact ? [] : byTerms.length > 0 ? byTerms : [first];
  const cut = { ...range, terms: [CUT_TERM], levels: LEVELS, shards: [] };
  const isByTerms = (exact ?? candidates[0])?.by.kind === 'terms';
  // All at once: the reader is waiting.
  const [cutLogs, ...counted] = await Promise.all([
    isByTerms ? count(spread(cut, settings.shards) ?? [], MAX_CUT_LOGS + 1) : 0,
    ...candidates.map(({ queries }) => count(queries, COUNT_CAP)),
  ]);
  const toRead = exact ? undefined : Math.min(...counted);
  const plan = exact ?? candidates[counted.indexOf(toRead ?? 0)] ?? first;
  if (!isByTerms) return { plan, ...(toRead !== undefined && { toRead }), cutLeftOut: 0, counts };

  const wider = cutLogs > 0 && cutLogs <= MAX_CUT_LOGS ? widen(plan, settings) : undefined;
  return {
    plan: wider ?? plan,
    ...((toRead !== undefined || wider !== undefined) && { toRead: (toRead ?? 0) + cutLogs }),
    cutLeftOut: wider === undefined ? cutLogs : 0,
    ...indexedSince(range, settings),
    counts,
  };
}

function indexedSince(
  { from }: TimeRange,
  { search_since: since }: ReaderSettings,
): Pick<Chosen, 'indexedSince'> {
  const isAll = since === undefined || (from !== undefined && compareInstants(from, since) >= 0);
  return isAll ? {} : { indexedSince: since };
}

/** The same plan, plus logs whose terms were cut; `undefined` if that takes too many queries. */
function widen(plan: Plan, { shards }: ReaderSettings): Plan | undefined {
  const [one] = plan.queries;
  if (one === undefined || plan.by.kind !== 'terms') return undefined;
  const terms = [...plan.by.terms, CUT_TERM];
  const queries = spread({ ...one, terms, shards: [] }, shards);
  return queries && { ...plan, queries, exact: false };
}
