import type { ReaderSettings } from '../contract/reader-settings.js';
import type { Severity } from '../contract/severity-names.js';
import { MAX_DISJUNCTIONS, MAX_SEARCH_QUERIES } from '../limits.js';
import { byRarity, type Cover, coversOf } from './cover.js';
import { type Level, levelOf, LEVELS } from './level.js';
import { disjunctions, type LogQuery, splitShards, type TimeRange } from './log-query.js';
import type { Query } from './query.js';

/** A way to answer a query: Firestore queries whose results include every log it matches. */
export interface Plan {
  /** Run in parallel and merged by time; a log may come from more than one. */
  queries: readonly LogQuery[];
  /** Whether all results match the query. */
  exact: boolean;
  /** What narrows it: terms, a severity, a source, one id, or only the time. */
  by: Cover | { kind: 'time' };
}

/**
 * The ways to answer a query, likely cheapest first; the last one, by time, is always there. If
 * several go by terms, only counting shows which is cheapest. Does no I/O.
 */
export function planSearch(query: Query, range: TimeRange, settings: ReaderSettings): Plan[] {
  const covers = coversOf(query, settings.search);
  const id = covers.find((cover) => cover.kind === 'id');
  if (id !== undefined) return [{ queries: [], exact: false, by: id }];
  const severities = severitiesOf(query);
  const plans: Plan[] = [];
  for (const cover of byRarity(covers)) {
    const levels = severities === undefined ? LEVELS : levelsOf(severities);
    const queries = spread({ ...range, terms: cover.terms, levels, shards: [] }, settings.shards);
    // Conditions other than these terms remain to be checked, unless the levels cover them all.
    const exact = cover.exact || isTermsAndLevels(query, settings);
    if (queries !== undefined) plans.push({ queries, exact, by: cover });
  }
  for (const cover of covers) {
    if (cover.kind === 'severities') {
      const { severities: any } = cover;
      const queries = spread({ ...range, severities: any, shards: [] }, settings.shards);
      if (queries !== undefined) plans.push({ queries, exact: cover.exact, by: cover });
    } else if (cover.kind === 'source') {
      const { source } = cover;
      const queries = spread({ ...range, source, shards: [] }, settings.shards);
      if (queries !== undefined) plans.push({ queries, exact: cover.exact, by: cover });
    }
  }
  const all = spread({ ...range, shards: [] }, settings.shards) ?? [];
  plans.push({ queries: all, exact: query.kind === 'all', by: { kind: 'time' } });
  return plans;
}

/** The severities of which each matching log has one, if the query itself says so. */
export function severitiesOf(query: Query): readonly Severity[] | undefined {
  if (query.kind === 'severity') return query.among;
  if (query.kind !== 'and') return undefined;
  const all = query.queries.flatMap((part) => (part.kind === 'severity' ? [part.among] : []));
  const [first, ...others] = all;
  return first?.filter((severity) => others.every((among) => among.includes(severity)));
}

export function levelsOf(severities: readonly Severity[]): Level[] {
  const wanted = new Set(severities.map(levelOf));
  return LEVELS.filter((level) => wanted.has(level));
}

/** Whether a query consists of one exact cover by terms and severities that form whole levels. */
export function isTermsAndLevels(query: Query, { search }: ReaderSettings): boolean {
  if (query.kind !== 'and') return false;
  const severities = severitiesOf(query);
  const others = query.queries.filter(({ kind }) => kind !== 'severity');
  const [only] = others;
  if (only === undefined || others.length !== 1 || severities === undefined) return false;
  // Level 0 also includes logs without a severity.
  if (severities.some((severity) => levelOf(severity) === 0)) return false;
  const whole = (['WARNING', 'ERROR', 'CRITICAL', 'ALERT', 'EMERGENCY'] as const).filter(
    (severity) => levelsOf(severities).includes(levelOf(severity)),
  );
  return (
    whole.length === severities.length &&
    coversOf(only, search).some((cover) => cover.kind === 'terms' && cover.exact)
  );
}

/**
 * Spreads a query over all shards, in as few Firestore queries as possible; `undefined` if that
 * takes more than {@link MAX_SEARCH_QUERIES}.
 */
export function spread(query: LogQuery, shards: number): LogQuery[] | undefined {
  const all = { ...query, shards: Array.from({ length: shards }, (_, shard) => shard) };
  const { terms } = query;
  const perTerm = disjunctions({ ...query, shards: [0], terms: [''] });
  const atOnce = Math.max(1, Math.floor(MAX_DISJUNCTIONS / Math.max(1, perTerm)));
  const queries =
    terms === undefined
      ? splitShards(all)
      : Array.from({ length: Math.ceil(terms.length / atOnce) }, (_, at) =>
          splitShards({ ...all, terms: terms.slice(at * atOnce, (at + 1) * atOnce) }),
        ).flat();
  return queries.length <= MAX_SEARCH_QUERIES ? queries : undefined;
}
