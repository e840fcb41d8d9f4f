import { type Chosen, choosePlan } from '../../../functions/src/search/choose-plan.js';
import { readsMuch } from '../../../functions/src/search/describe-plan.js';
import type { Position } from '../../../functions/src/search/log-query.js';
import { spread } from '../../../functions/src/search/plan.js';
import { searchLogs } from '../../../functions/src/search/search-logs.js';
import { SEARCH_READS } from '../../../functions/src/limits.js';
import type { Log } from '../documents/log.js';
import type { LogReader } from '../firebase/log-reader.js';
import { DAY_MS, MAX_LOADED } from '../limits.js';
import { type FeedState, LOADING, type LogFeed, type Wanted } from './feed-state.js';
import { fitMemory, nextPageSize } from './memory.js';
import { fromMicros, oldestStretch, type Stretch, toMicros, within } from './oldest-stretch.js';

/**
 * The logs of a query, oldest first; no new ones are added. Firestore has an ascending index only
 * for the time alone: a search is read in stretches of time, each reversed.
 */
export function readOldest(
  reader: LogReader,
  wanted: Wanted,
  tell: (state: FeedState) => void,
): LogFeed {
  const { query, range } = wanted;
  const { settings } = reader;
  let stopped = false;
  let state = LOADING;
  const set = (change: Partial<FeedState>) => {
    if (stopped) return;
    state = { ...state, ...change };
    tell(state);
  };
  const append = (logs: readonly Log[], older: FeedState['older']) => {
    const more = [...state.logs, ...logs];
    const fit = fitMemory(more);
    set({ logs: fit, status: 'live', older: fit.length < more.length ? 'full' : older });
  };

  /** A page by time alone, for which all shards fit into one query. */
  const readPage = async (size: number) => {
    const [all] = spread({ ...range, oldestFirst: true, shards: [] }, settings.shards) ?? [];
    const page = all === undefined ? [] : await reader.page(all, size, state.logs.at(-1));
    set({ read: state.read + Math.max(1, page.length) });
    return page;
  };
  const readOn = async () => {
    const size = nextPageSize(state.logs);
    const page = await readPage(size);
    append(page, page.length < size ? 'none' : 'more');
  };

  /** A search's results in a stretch, oldest first. */
  const readStretch = async (chosen: Chosen, stretch: Stretch): Promise<readonly Log[]> => {
    const { plan } = chosen;
    const queries = plan.queries.map((one) => within(one, stretch));
    const part = { from: fromMicros(stretch.from), to: fromMicros(stretch.to) };
    const limit = Math.max(1, Math.min(stretch.logs, MAX_LOADED));
    const found = await searchLogs(reader, {
      query,
      range: part,
      settings,
      limit,
      mostReads: (limit + 1) * (queries.length + 1),
      chosen: { ...chosen, plan: { ...plan, queries }, toRead: stretch.logs },
    });
    set({ read: state.read + found.read });
    return found.logs.toReversed();
  };

  let rest: { chosen: Chosen; from: number; to: number; guess?: number } | undefined;
  /** Moves through the range until there is a log to show, or a search's reads are used up. */
  const searchOn = async () => {
    for (let looked = 0; rest !== undefined;) {
      if (stopped) return;
      const { chosen, from, to, guess } = rest;
      const size = Math.min(nextPageSize(state.logs), SEARCH_READS - 1);
      const { queries } = chosen.plan;
      const stretch = await oldestStretch(reader, queries, { from, to }, size, guess);
      set({ counts: state.counts + stretch.counts });
      const found = stretch.logs === 0 ? [] : await readStretch(chosen, stretch);
      looked += stretch.logs;
      rest =
        stretch.to >= to
          ? undefined
          : { chosen, from: stretch.to, to, guess: stretch.to - stretch.from };
      if (rest === undefined || found.length > 0)
        append(found, rest === undefined ? 'none' : 'more');
      else if (looked < SEARCH_READS) continue;
      else set({ status: 'live', older: 'reads' });
      return;
    }
  };

  const search = async () => {
    const chosen = await choosePlan(reader, query, range, settings);
    set({ chosen, counts: chosen.counts });
    if (!wanted.agreed && readsMuch(chosen)) {
      set({ status: 'asking' });
      return;
    }
    const { by, queries } = chosen.plan;
    if (by.kind === 'id' || queries.length === 0) {
      const found = await searchLogs(reader, { query, range, settings, limit: 1, chosen });
      set({ read: state.read + found.read });
      append(found.logs, 'none');
      return;
    }
    const oldest: Position | undefined = (await readPage(1))[0];
    if (oldest === undefined) {
      append([], 'none');
      return;
    }
    // No log is dated more than a day ahead.
    const to = range.to === undefined ? (Date.now() + 2 * DAY_MS) * 1000 : toMicros(range.to);
    rest = { chosen, from: toMicros(oldest.time), to };
    await searchOn();
  };

  const isSearch = query.kind !== 'all';
  (isSearch ? search : readOn)().catch((error: unknown) => set({ status: 'failed', error }));

  return {
    pause: () => {},
    resume: () => {},
    async loadOlder() {
      const { older } = state;
      if (older !== 'more' && older !== 'reads') return;
      set({ older: 'loading' });
      try {
        await (isSearch ? searchOn : readOn)();
      } catch (error) {
        set({ older });
        throw error;
      }
    },
    lookForLate: () => Promise.resolve(),
    stop: () => {
      stopped = true;
    },
  };
}
