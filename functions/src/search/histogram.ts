import { fromMillis } from '../contract/instant.js';
import { SEVERITIES } from '../contract/severity-names.js';
import { HISTOGRAM_READS } from '../limits.js';
import { type Level, levelOf, LEVELS } from './level.js';
import { areDisjoint, type LogQuery, splitShards } from './log-query.js';
import type { LogSource } from './log-source.js';
import type { Plan } from './plan.js';

/** Counts over time, all made by Firestore: no document is read. */
export interface HistogramPlan {
  /** Milliseconds of a bar. */
  step: number;
  /** Whether it counts only the query's results, rather than everything that the plan reads. */
  exact: boolean;
  bars: readonly Bar[];
}

export interface Bar {
  /** Milliseconds since 1970, integers; the first and the last bar may be shorter than a step. */
  from: number;
  to: number;
  /** Counts all of its logs; absent if the levels add up to them. */
  all?: readonly LogQuery[];
  /** Counts by level; if level 0 is absent, it is all less the others. */
  levels: Partial<Record<Level, readonly LogQuery[]>>;
}

export interface Counted {
  from: number;
  to: number;
  all: number;
  levels: Record<Level, number>;
}

/** Round steps of a clock, in seconds. */
export const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  172_800, 604_800, 2_592_000, 31_536_000,
] as const;

/**
 * Plans the counts for a histogram of a plan's logs, as fine as `mostReads` allows. Each count
 * costs a read per 1,000 logs in it, so a range with more than about 50,000 costs more. The range
 * is in milliseconds since 1970. `undefined` for a plan of a single document, or if even one bar is
 * too expensive.
 */
export function planHistogram(
  { queries, exact, by }: Plan,
  range: { from: number; to: number },
  mostReads = HISTOGRAM_READS,
): HistogramPlan | undefined {
  if (by.kind === 'id' || range.to <= range.from) return undefined;
  const { all: one = [], levels: three } = countsOf(queries);
  const perBar = one.length + Object.values(three).flat().length;
  const mostBars = perBar === 0 ? 1 : Math.floor(mostReads / perBar);
  if (mostBars < 1) return undefined;
  const { step, stretches } = divide(range, mostBars);
  const bars: Bar[] = [];
  for (const { from, to } of stretches) {
    const within = queries.map((query) => ({
      ...query,
      from: fromMillis(from),
      to: fromMillis(to),
    }));
    bars.push({ from, to, ...countsOf(within) });
  }
  return { step, exact: exact && areDisjoint(queries), bars };
}

/** Divides a range, in milliseconds, at round clock steps into at most `mostBars`. */
export function divide(range: { from: number; to: number }, mostBars: number) {
  const step = chooseStep(range, mostBars);
  const stretches: { from: number; to: number }[] = [];
  for (let { from } = range; from < range.to;) {
    const to = Math.min(range.to, (Math.floor(from / step) + 1) * step);
    stretches.push({ from, to });
    from = to;
  }
  return { step, stretches };
}

/** The smallest step that divides a range into at most `most` bars; else one bar for all of it. */
function chooseStep({ from, to }: { from: number; to: number }, most: number): number {
  const barsOf = (step: number) => Math.ceil(to / step) - Math.floor(from / step);
  return STEPS.map((step) => step * 1000).find((step) => barsOf(step) <= most) ?? to;
}

/**
 * With terms, each level is counted by itself. Otherwise all logs and the more severe ones are counted,
 * since a log of level 0 may have no severity to query.
 */
function countsOf(queries: readonly LogQuery[]): Pick<Bar, 'all' | 'levels'> {
  const ofLevels = (levels: readonly Level[]) =>
    Object.fromEntries(
      levels.map((level) => [level, queries.flatMap((query) => ofLevel(query, level))]),
    );
  return queries.some(({ terms }) => terms !== undefined)
    ? { levels: ofLevels(LEVELS) }
    : { all: queries, levels: ofLevels([1, 2]) };
}

/**
 * With terms, the index contains the level; otherwise a level is the severities that make it up.
 */
function ofLevel(query: LogQuery, level: Level): LogQuery[] {
  if (query.terms !== undefined) {
    return query.levels?.includes(level) === false ? [] : [{ ...query, levels: [level] }];
  }
  const severities = (query.severities ?? SEVERITIES).filter(
    (severity) => levelOf(severity) === level,
  );
  return severities.length === 0 ? [] : splitShards({ ...query, severities });
}

/**
 * Counts the bars. If all logs of each bar are counted, levels are counted only in bars that have
 * any. `known` keeps counts from one call to the next, by query; the caller decides what is still
 * valid.
 */
export async function countBars(
  source: Pick<LogSource, 'count'>,
  { bars }: HistogramPlan,
  known = new Map<string, number>(),
): Promise<{ bars: Counted[]; reads: number }> {
  let reads = 0;
  const countOne = async (query: LogQuery) => {
    const key = JSON.stringify(query);
    const before = known.get(key);
    if (before !== undefined) return before;
    const count = await source.count(query);
    reads += Math.max(1, Math.ceil(count / 1000));
    known.set(key, count);
    return count;
  };
  const count = async (queries: readonly LogQuery[] = []) => {
    const counts = await Promise.all(queries.map(countOne));
    return counts.reduce((sum, n) => sum + n, 0);
  };
  const counted = await Promise.all(
    bars.map(async ({ from, to, all, levels }) => {
      const total = all && (await count(all));
      const [low = 0, middle = 0, high = 0] =
        total === 0 ? [] : await Promise.all(LEVELS.map((level) => count(levels[level])));
      const below = total === undefined ? low : Math.max(0, total - middle - high);
      return { from, to, all: below + middle + high, levels: { 0: below, 1: middle, 2: high } };
    }),
  );
  return { bars: counted, reads };
}
