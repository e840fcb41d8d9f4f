import type { Log } from '../documents/log.js';
import type { LogReader } from '../firebase/log-reader.js';
import { MAX_LOADED, TAIL_WINDOW } from '../limits.js';
import type { LogQuery } from './log-filter.js';
import { compareLogs, deletedIds, gapAfter, mergeLogs, type NewestLogs } from './log-list.js';
import { fitMemory, nextPageSize } from './memory.js';

export interface FeedState {
  /** What the reader sees, newest first. */
  logs: readonly Log[];
  /** How many have come since it was paused. */
  waiting: number;
  paused: boolean;
  /** `cached`: without a connection, what was loaded before. */
  status: 'loading' | 'live' | 'cached' | 'failed';
  /** What ended it, where the status is `failed`. */
  error?: unknown;
  /** Whether there are older ones: to be loaded, on their way, none, or none that fit. */
  older: 'more' | 'loading' | 'none' | 'full';
}

export interface LogFeed {
  pause: () => void;
  resume: () => void;
  loadOlder: () => Promise<void>;
  stop: () => void;
}

/**
 * Follows the newest logs of a query and tells of each change. Paused, what the reader sees stands
 * still and the new ones are counted. What a browser cannot hold with ease is let go, the oldest
 * first.
 */
export function followLogs(
  reader: LogReader,
  wanted: LogQuery,
  tell: (state: FeedState) => void,
): LogFeed {
  let all: readonly Log[] = [];
  let stopped = false;
  let answered = false;
  let state: FeedState = {
    logs: all,
    waiting: 0,
    paused: false,
    status: 'loading',
    older: 'none',
  };
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

  /** Puts logs into the list; true where the oldest had to leave for it. */
  const put = (known: readonly Log[], added: readonly Log[]): boolean => {
    const merged = mergeLogs(known, added);
    all = fitMemory(merged);
    return all.length < merged.length;
  };

  /** Fetches what came between two windows, newest first, until it meets what is known. */
  const fillGap = async (oldest: Log, known: Log): Promise<void> => {
    let after = oldest;
    for (let filled = 0; filled < MAX_LOADED;) {
      const page = await reader.page(wanted, nextPageSize(all), after);
      const missed = page.filter((log) => compareLogs(log, known) < 0);
      put(all, missed);
      show();
      const last = missed.at(-1);
      if (missed.length < page.length || last === undefined) return;
      filled += missed.length;
      after = last;
    }
  };

  const take = (newest: NewestLogs & { fromCache: boolean }) => {
    const gone = deletedIds(newest);
    const gap = gapAfter(all, newest);
    const oldest = newest.window.at(-1);
    const known = gone.size === 0 ? all : all.filter(({ log_id }) => !gone.has(log_id));
    const overfull = put(known, newest.added);
    if (state.paused && gone.size > 0) {
      set({ logs: state.logs.filter(({ log_id }) => !gone.has(log_id)) });
    }
    const first = !answered && !newest.fromCache;
    answered ||= first;
    const full = newest.window.length >= newest.limit;
    show({
      status: newest.fromCache ? 'cached' : 'live',
      ...(first && { older: full ? 'more' : 'none' }),
      ...(overfull && { older: 'full' }),
    });
    if (gap && oldest) fillGap(oldest, gap).catch(fail);
  };

  const unlisten = reader.listen(wanted, TAIL_WINDOW, { next: take, failed: fail });

  return {
    pause: () => {
      if (!state.paused) set({ paused: true });
    },
    resume: () => {
      if (state.paused) set({ paused: false, logs: all, waiting: 0 });
    },
    async loadOlder() {
      if (state.older !== 'more') return;
      set({ older: 'loading' });
      try {
        const size = nextPageSize(all);
        const page = await reader.page(wanted, size, all.at(-1));
        const overfull = put(all, page);
        const shown = state.paused ? fitMemory(mergeLogs(state.logs, page)) : all;
        set({ logs: shown, older: overfull ? 'full' : page.length < size ? 'none' : 'more' });
      } catch (error) {
        set({ older: 'more' });
        throw error;
      }
    },
    stop: () => {
      stopped = true;
      unlisten();
    },
  };
}

function countNewer(all: readonly Log[], shown: Log | undefined): number {
  if (shown === undefined) return all.length;
  const index = all.findIndex(({ log_id }) => log_id === shown.log_id);
  return index === -1 ? all.length : index;
}
