import {
  type Bar,
  type Counted,
  countBars,
  planHistogram,
} from '../../../functions/src/search/histogram.js';
import { spread, type Plan } from '../../../functions/src/search/plan.js';
import { toMillis } from '../documents/instant.js';
import type { LogReader } from '../firebase/log-reader.js';
import { COUNTS_MS } from '../limits.js';
import type { LogFilter } from '../logs/log-filter.js';

/** Matching logs, counted over time by Firestore. */
export interface Histogram {
  /** Length of a bar in milliseconds; the first and the last may be shorter. */
  step: number;
  bars: readonly Counted[];
  /**
   * Whether these are the query's results, rather than everything that has to be searched for it.
   */
  exact: boolean;
  /** Reads that this count cost. */
  reads: number;
}

/** The end of an open range is rounded up to this, so that counts can be reused. */
const END_MS = 10_000;

/** Counts newer than this are made again: logs from that time may still be on their way. */
const SETTLE_MS = 60_000;

/** Counts requested at once: a search must not queue behind a chart. */
const AT_ONCE = 3;

/** Requests a few counts at a time, and stops once nobody wants them. */
function inTurn(reader: LogReader, isWanted: () => boolean): Pick<LogReader, 'count'> {
  const waiting: (() => void)[] = [];
  let free = AT_ONCE;
  return {
    count: async (query) => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        if (!isWanted()) throw new Error('the chart is of another search now');
        return await reader.count(query);
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}

/** Counts one query repeatedly; counts of past ranges are cached for a while. */
export function createCounter(
  reader: LogReader,
  plan: Plan,
  filter: LogFilter,
  isWanted: () => boolean = () => true,
) {
  const source = inTurn(reader, isWanted);
  const known = new Map<string, number>();
  let clearAt = 0;
  let start: number | undefined;

  /** The whole range; `newest` is the latest known log. `undefined` if there are no logs. */
  const rangeAt = async (now: number, newest: number) => {
    const { last, from, to } = filter;
    const end = to ?? Math.ceil((Math.max(now, newest) + 1) / END_MS) * END_MS;
    if (last !== undefined) return { from: now - last * 1000, to: end };
    if (from !== undefined) return { from, to: end };
    start ??= await oldestTime(reader);
    return start === undefined ? undefined : { from: start, to: end };
  };

  return async (now: number, newest: number): Promise<Histogram | undefined> => {
    if (now > clearAt) {
      known.clear();
      clearAt = now + COUNTS_MS;
    }
    const range = await rangeAt(now, newest);
    const wanted = range && planHistogram(plan, range);
    if (wanted === undefined) return undefined;
    const { bars, reads } = await countBars(source, wanted, known);
    for (const bar of wanted.bars) if (bar.to > now - SETTLE_MS) forget(known, bar);
    return { step: wanted.step, exact: wanted.exact, bars, reads };
  };
}

function forget(known: Map<string, number>, { all = [], levels }: Bar): void {
  const queries = [...all, ...Object.values(levels).flat()];
  for (const query of queries) known.delete(JSON.stringify(query));
}

/** The time of the oldest log; one read. */
async function oldestTime(reader: LogReader): Promise<number | undefined> {
  const { shards } = reader.settings;
  const [oldestFirst] = spread({ oldestFirst: true, shards: [] }, shards) ?? [];
  if (oldestFirst === undefined) return undefined;
  const [oldest] = await reader.page(oldestFirst, 1);
  return oldest && toMillis(oldest.time);
}
