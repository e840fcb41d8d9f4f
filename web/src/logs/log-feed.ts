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
import { between, findChanges, KnownLogs } from './late-logs.js';
import { deletedIds, gapAfter, mergeLogs } from './log-list.js';
import { fitMemory, nextPageSize } from './memory.js';
import { searchOn } from './search-on.js';

/** A Firestore query that is listened to, and how far it reports logs. */
interface Listener {
  query: LogQuery;
  answered: boolean;
  /** The newest log of its window, and the oldest if there may be older ones. */
  newest?: Position;
  oldest?: Position;
  /** It reports changes down to here; absent if its window contains everything. */
  end?: Position | undefined;
}

/**
 * Follows the newest logs of a query and reports each change. Firestore narrows the query as far as
 * its index allows, the rest is checked here. While paused, the list stands still and new logs are
 * counted. Logs beyond what a browser can comfortably hold are dropped, the oldest first.
 */
export function followLogs(
  reader: LogReader,
  { query, range, agreed }: Wanted,
  tell: (state: FeedState) => void,
): LogFeed {
  const matches = compileQuery(query);
  let all: readonly Log[] = [];
  /** Everything down to here has been examined; older logs are requested from here on. */
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

  const known = new KnownLogs();
  /** Remembers whatever it reads. */
  const recording: LogReader = {
    ...reader,
    page: async (of, limit, after) => {
      const page = await reader.page(of, limit, after);
      known.add(of, page);
      return page;
    },
  };
  let isLooking = false;

  /** Puts logs into the list; true if the oldest had to be dropped. */
  const put = (before: readonly Log[], added: readonly Log[]): boolean => {
    const merged = mergeLogs(before, added);
    all = fitMemory(merged);
    return all.length < merged.length;
  };

  /** Fetches what arrived between two windows, newest first, until it meets known logs. */
  const fillGap = async (of: LogQuery, oldest: Position, newest: Position): Promise<void> => {
    let after = oldest;
    for (let filled = 0; filled < MAX_LOADED;) {
      if (stopped) return;
      const size = nextPageSize(all);
      const page = await recording.page(of, size, after);
      const missed = page.filter((log) => newestFirst(log, newest) < 0);
      put(all, wanted(missed));
      show({ read: state.read + Math.max(1, page.length) });
      const last = missed.at(-1);
      if (page.length < size || missed.length < page.length || last === undefined) return;
      filled += missed.length;
      after = last;
    }
  };

  /** Removes deleted logs, also from what the reader currently sees. */
  const remove = (ids: ReadonlySet<string>) => {
    if (ids.size === 0) return;
    known.remove(ids);
    const isLeft = ({ log_id }: Log) => !ids.has(log_id);
    all = all.filter(isLeft);
    if (state.paused) set({ logs: state.logs.filter(isLeft) });
  };

  /** Checks what lies beyond the listeners, down to the last loaded log. */
  const lookForLate = async () => {
    const { older, status } = state;
    if (isLooking || status !== 'live' || older === 'loading') return;
    isLooking = true;
    try {
      const bottom = older === 'full' ? all.at(-1) : older === 'none' ? undefined : floor;
      for (const { query: of, end } of listeners) {
        const behind = end && between(of, end, bottom);
        if (behind === undefined) continue;
        const { added, gone, read, counts } = await findChanges(reader, behind, known.of(of));
        if (stopped) return;
        known.add(of, added);
        remove(gone);
        const overfull = put(all, wanted(added));
        show({
          read: state.read + read,
          counts: state.counts + counts,
          ...(overfull && { older: 'full' }),
        });
      }
    } finally {
      isLooking = false;
    }
  };

  const take = (listener: Listener, newest: Parameters<Listening['next']>[0]) => {
    const { window, added, limit, fromCache } = newest;
    const gone = deletedIds(newest);
    const gap = gapAfter(listener.newest, newest);
    const oldest = window.at(-1);
    known.add(listener.query, added);
    remove(gone);
    const overfull = put(all, wanted(added));
    if (window[0] !== undefined) listener.newest = window[0];
    listener.end = window.length >= limit ? oldest : undefined;
    const first = !fromCache && !listener.answered;
    // Logs already shown from the cache are billed as read once the server answers.
    const read = state.read + (fromCache ? 0 : first ? window.length : added.length);
    if (first) {
      listener.answered = true;
      if (window.length >= limit && oldest !== undefined) listener.oldest = oldest;
    }
    const isComplete = listeners.every(({ answered }) => answered);
    if (first && isComplete) {
      // Where one window ends, older logs are still to be requested, whatever the others contain.
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
        const found = await searchOn(recording, { query, range, agreed }, chosen, all, floor);
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
    lookForLate,
    stop: () => {
      stopped = true;
      for (const end of unlisten) end();
    },
  };
}

const OLDER = { all: 'none', limit: 'more', reads: 'reads' } as const;

function countNewer(all: readonly Log[], shown: Log | undefined): number {
  if (shown === undefined) return all.length;
  const index = all.findIndex(({ log_id }) => log_id === shown.log_id);
  return index === -1 ? all.length : index;
}
