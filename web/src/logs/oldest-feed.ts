import { choosePlan } from '../../../functions/src/search/choose-plan.js';
import { readsMuch } from '../../../functions/src/search/describe-plan.js';
import type { Position } from '../../../functions/src/search/log-query.js';
import { spread } from '../../../functions/src/search/plan.js';
import type { Log } from '../documents/log.js';
import type { LogReader } from '../firebase/log-reader.js';
import { type FeedState, LOADING, type LogFeed, type Wanted } from './feed-state.js';
import { searchOn } from './search-on.js';
import { fitMemory, nextPageSize } from './memory.js';

/**
 * The logs of a question from the oldest on; nothing new comes into it. Firestore has an index from
 * the oldest on for the time alone: of a search all that a browser holds is read, and turned round.
 */
export function readOldest(
  reader: LogReader,
  wanted: Wanted,
  tell: (state: FeedState) => void,
): LogFeed {
  let stopped = false;
  let state = LOADING;
  const set = (change: Partial<FeedState>) => {
    if (stopped) return;
    state = { ...state, ...change };
    tell(state);
  };

  /** Reads on from the oldest. */
  const readOn = async () => {
    const { logs } = state;
    const size = nextPageSize(logs);
    // All shards fit one query where the time is its only condition.
    const [all] =
      spread({ ...wanted.range, oldestFirst: true, shards: [] }, reader.settings.shards) ?? [];
    if (all === undefined) return;
    const page = await reader.page(all, size, logs.at(-1));
    const more = [...logs, ...page];
    const fit = fitMemory(more);
    set({
      logs: fit,
      status: 'live',
      read: state.read + Math.max(1, page.length),
      older: fit.length < more.length ? 'full' : page.length < size ? 'none' : 'more',
    });
  };

  /** Reads all that is found, newest first, and shows it turned round. */
  const searchAll = async () => {
    const chosen = await choosePlan(reader, wanted.query, wanted.range, reader.settings);
    set({ chosen, counts: chosen.counts });
    if (!wanted.agreed && readsMuch(chosen)) {
      set({ status: 'asking' });
      return;
    }
    let found: readonly Log[] = [];
    let after: Position | undefined;
    for (;;) {
      const part = await searchOn(reader, wanted, chosen, found, after);
      if (stopped) return;
      const more = [...found, ...part.logs];
      found = fitMemory(more);
      after = part.last;
      set({ read: state.read + part.read });
      if (part.ended === 'limit' && found.length === more.length) continue;
      const older = part.ended === 'all' ? 'none' : 'full';
      set({ logs: found.toReversed(), status: 'live', older });
      return;
    }
  };

  const begin = wanted.query.kind === 'all' ? readOn : searchAll;
  begin().catch((error: unknown) => set({ status: 'failed', error }));

  return {
    pause: () => {},
    resume: () => {},
    async loadOlder() {
      if (state.older !== 'more') return;
      set({ older: 'loading' });
      try {
        await readOn();
      } catch (error) {
        set({ older: 'more' });
        throw error;
      }
    },
    lookForLate: () => Promise.resolve(),
    stop: () => {
      stopped = true;
    },
  };
}
