import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';

import type { Query } from '../../../functions/src/search/query.js';
import { useReader } from '../context.js';
import { LATE_CHECK_MS } from '../limits.js';
import { type FeedState, LOADING, type LogFeed } from './feed-state.js';
import { followLogs } from './log-feed.js';
import { type LogFilter, toRange } from './log-filter.js';
import { readOldest } from './oldest-feed.js';

export interface Feed extends FeedState {
  pause: () => void;
  resume: () => void;
  loadOlder: () => void;
  restart: () => void;
  /** Agrees to a search that has to read much. */
  agree: () => void;
}

/** The filter's logs, kept up to date; none if its query is invalid. */
export function useFeed({ last, from, to, order }: LogFilter, query: Query | undefined): Feed {
  const { firebase, tenant } = useReader();
  const [state, setState] = useState(LOADING);
  const [round, setRound] = useState(0);
  /** The query that the reader agreed to; any change makes it a different query. */
  const [agreed, setAgreed] = useState<Query>();
  const feed = useRef<LogFeed | undefined>(undefined);

  useEffect(() => {
    let stopped = false;
    setState(LOADING);
    const follow = async () => {
      if (query === undefined) return;
      try {
        const reader = await (await firebase.store()).logs(tenant);
        if (stopped) return;
        const filter = {
          ...(last !== undefined && { last }),
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
        };
        const wanted = { query, range: toRange(filter, Date.now()), agreed: agreed === query };
        feed.current = (order === 'oldest' ? readOldest : followLogs)(reader, wanted, setState);
      } catch (error) {
        if (!stopped) setState({ ...LOADING, status: 'failed', error });
      }
    };
    void follow();
    return () => {
      stopped = true;
      feed.current?.stop();
      feed.current = undefined;
    };
  }, [firebase, tenant, last, from, to, order, query, agreed, round]);

  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== 'visible') return;
      feed.current?.lookForLate().catch(() => {
        // The next check finds them.
      });
    };
    const timer = setInterval(look, LATE_CHECK_MS);
    // A reader who comes back to the page should not have to wait for the next check.
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, []);

  const loadOlder = useCallback(() => {
    feed.current?.loadOlder().catch(() => {
      // The state goes back to `more`: scrolling on tries again.
    });
  }, []);
  const actions = useMemo(
    () => ({
      pause: () => feed.current?.pause(),
      resume: () => feed.current?.resume(),
      loadOlder,
      restart: () => setRound((before) => before + 1),
      agree: () => setAgreed(query),
    }),
    [loadOlder, query],
  );
  return { ...state, ...actions };
}
