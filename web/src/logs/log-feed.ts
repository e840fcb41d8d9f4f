import { choosePlan } from '../../../functions/src/search/choose-plan.js';
import { readsMuch } from '../../../functions/src/search/describe-plan.js';
import {
  type LogQuery,
  newestFirst,
  type Position,
} from '../../../functions/src/search/log-query.js';
import { LogView } from '../../../functions/src/search/log-view.js';
import { compileQuery } from '../../../functions/src/search/match.js';
import { searchLogs } from '../../../functions/src/search/search-logs.js';
import type { Log } from '../documents/log.js';
import type { Listening, LogReader } from '../firebase/log-reader.js';
import { MAX_LOADED, TAIL_WINDOW } from '../limits.js';
import { type FeedState, LOADING, type LogFeed, type Wanted } from './feed-state.js';
import { deletedIds, gapAfter, mergeLogs } from './log-list.js';
import { fitMemory, nextPageSize } from './memory.js';

/** A Firestore query that is listened to, and how far it has told of its logs. */
interface Listener {
  query: LogQuery;
  answered: boolean;
  /** Of its window: the newest log, and the oldest where there may be older ones. */
  newest?: Position;
  oldest?: Position;
}

/**
 * Follows the newest logs of a question and tells of each change. Firestore tells of what its
 * index narrows the question to, the rest is checked here. Paused, what the reader sees stands
 * still and the new ones are counted. What a browser cannot hold with ease is let go, the oldest
 * first.
 */
export function followLogs(
  reader: LogReader,
  { query, range, agreed }: Wanted,
  tell: (state: FeedState) => void,
): LogFeed {
  const matches = compileQuery(query);
  let all: readonly Log[] = [];
  /** Down to here all logs were looked at; older ones are asked for from here on. */
  let floor: Position | undefined;
  let listeners: Listener[] = [];
  let unlisten: (() => void)[] = [];
  let stopped = false;
  let state = LOADING;
  const set = (change: Partial<FeedState>) => {
    if (stopped) return;
    state = { ...state, ...change };
    tell(state);
  };
  const fail = (error: unknown) => set({ status: 'failed', error });

  const show = (change: Partial<FeedState> = {}) => {
    const waiting = state.paused ? countNewer(all, state.logs[0]) : 0;
    set({ ...change, waiting, ...(!state.paused && { logs: all }) });
  };

  const wanted = (logs: readonly Log[]) =>
    state.chosen?.plan.exact === true ? logs : logs.filter((log) => matches(new LogView(log)));

  /** Puts logs into the list; true where the oldest had to leave for it. */
  const put = (known: readonly Log[], added: readonly Log[]): boolean => {
    const merged = mergeLogs(known, added);
    all = fitMemory(merged);
    return all.length < merged.length;
  };

  /** Fetches what came between two windows, newest first, until it meets what is known. */
  const fillGap = async (of: LogQuery, oldest: Position, known: Position): Promise<void> => {
    let after = oldest;
    for (let filled = 0; filled < MAX_LOADED;) {
      if (stopped) return;
      const size = nextPageSize(all);
      const page = await reader.page(of, size, after);
      const missed = page.filter((log) => newestFirst(log, known) < 0);
      put(all, wanted(missed));
      show({ read: state.read + Math.max(1, page.length) });
      const last = missed.at(-1);
      if (page.length < size || missed.length < page.length || last === undefined) return;
      filled += missed.length;
      after = last;
    }
  };

  const take = (listener: Listener, newest: Parameters<Listening['next']>[0]) => {
    const { window, added, limit, fromCache } = newest;
    const gone = deletedIds(newest);
    const gap = gapAfter(listener.newest, newest);
    const oldest = window.at(-1);
    const known = gone.size === 0 ? all : all.filter(({ log_id }) => !gone.has(log_id));
    const overfull = put(known, wanted(added));
    if (state.paused && gone.size > 0) {
      set({ logs: state.logs.filter(({ log_id }) => !gone.has(log_id)) });
    }
    if (window[0] !== undefined) listener.newest = window[0];
    const first = !fromCache && !listener.answered;
    // What the cache told of before is read all the same once the server answers.
    const read = state.read + (fromCache ? 0 : first ? window.length : added.length);
    if (first) {
      listener.answered = true;
      if (window.length >= limit && oldest !== undefined) listener.oldest = oldest;
    }
    const isComplete = listeners.every(({ answered }) => answered);
    if (first && isComplete) {
      // Where one window ends, older logs are yet to be asked for, whatever others have of them.
      floor = listeners.flatMap((one) => one.oldest ?? []).toSorted(newestFirst)[0];
      const end = floor;
      if (end !== undefined) all = all.filter((log) => newestFirst(log, end) <= 0);
    }
    show({
      read,
      status: fromCache ? 'cached' : isComplete ? 'live' : state.status,
      ...(first && isComplete && { older: floor === undefined ? 'none' : 'more' }),
      ...(overfull && { older: 'full' }),
    });
    if (gap && oldest) fillGap(listener.query, oldest, gap).catch(fail);
  };

  const begin = async () => {
    const chosen = await choosePlan(reader, query, range, reader.settings);
    if (stopped) return;
    const { counts } = chosen;
    if (!agreed && readsMuch(chosen)) {
      set({ chosen, counts, status: 'asking' });
      return;
    }
    const { queries, by } = chosen.plan;
    if (by.kind === 'id' || queries.length === 0) {
      const found = await searchLogs(reader, {
        query,
        range,
        settings: reader.settings,
        limit: 1,
        chosen,
      });
      all = found.logs;
      set({ chosen, counts, read: found.read, status: 'live', logs: all });
      return;
    }
    set({ chosen, counts });
    listeners = queries.map((one) => ({ query: one, answered: false }));
    unlisten = listeners.map((listener) =>
      reader.listen(listener.query, TAIL_WINDOW, {
        next: (newest) => {
          if (!stopped) take(listener, newest);
        },
        failed: fail,
      }),
    );
  };
  begin().catch(fail);

  return {
    pause: () => {
      if (!state.paused) set({ paused: true });
    },
    resume: () => {
      if (state.paused) set({ paused: false, logs: all, waiting: 0 });
    },
    async loadOlder() {
      const { chosen, older } = state;
      if ((older !== 'more' && older !== 'reads') || chosen === undefined || !floor) return;
      set({ older: 'loading' });
      try {
        const found = await searchOn(reader, { query, range, agreed }, chosen, all, floor);
        floor = found.last ?? floor;
        const overfull = put(all, found.logs);
        const shown = state.paused ? fitMemory(mergeLogs(state.logs, found.logs)) : all;
        set({
          logs: shown,
          read: state.read + found.read,
          older: overfull ? 'full' : OLDER[found.ended],
        });
      } catch (error) {
        set({ older: 'more' });
        throw error;
      }
    },
    stop: () => {
      stopped = true;
      for (const end of unlisten) end();
    },
  };
}

const OLDER = { all: 'none', limit: 'more', reads: 'reads' } as const;

/** A page more behind a log, or what is found of it within the reads of a search. */
export function searchOn(
  reader: LogReader,
  { query, range }: Wanted,
  chosen: NonNullable<FeedState['chosen']>,
  loaded: readonly Log[],
  after: Position | undefined,
) {
  const { queries, exact } = chosen.plan;
  const size = nextPageSize(loaded);
  // Each Firestore query may have to give as many.
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

function countNewer(all: readonly Log[], shown: Log | undefined): number {
  if (shown === undefined) return all.length;
  const index = all.findIndex(({ log_id }) => log_id === shown.log_id);
  return index === -1 ? all.length : index;
}
