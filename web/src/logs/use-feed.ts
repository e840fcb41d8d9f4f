import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';

import { useReader } from '../context.js';
import { type FeedState, followLogs, type LogFeed } from './log-feed.js';
import { type LogFilter, toQuery } from './log-filter.js';

const LOADING: FeedState = {
  logs: [],
  waiting: 0,
  paused: false,
  status: 'loading',
  older: 'none',
};

export interface Feed extends FeedState {
  pause: () => void;
  resume: () => void;
  loadOlder: () => void;
  restart: () => void;
}

/** The logs of the filter as they are and become; the text is searched for elsewhere. */
export function useFeed({ last, from, to, severity, source }: LogFilter): Feed {
  const { firebase, tenant } = useReader();
  const [state, setState] = useState(LOADING);
  const [round, setRound] = useState(0);
  const feed = useRef<LogFeed | undefined>(undefined);

  useEffect(() => {
    let stopped = false;
    setState(LOADING);
    const follow = async () => {
      try {
        const reader = await (await firebase.store()).logs(tenant);
        if (stopped) return;
        const filter = {
          ...(last !== undefined && { last }),
          ...(from !== undefined && { from }),
          ...(to !== undefined && { to }),
          ...(severity !== undefined && { severity }),
          ...(source !== undefined && { source }),
        };
        feed.current = followLogs(reader, toQuery(filter, Date.now()), setState);
      } catch (error) {
        setState({ ...LOADING, status: 'failed', error });
      }
    };
    void follow();
    return () => {
      stopped = true;
      feed.current?.stop();
      feed.current = undefined;
    };
  }, [firebase, tenant, last, from, to, severity, source, round]);

  const loadOlder = useCallback(() => {
    feed.current?.loadOlder().catch(() => {
      // The state says `more` again: scrolling on tries again.
    });
  }, []);
  const actions = useMemo(
    () => ({
      pause: () => feed.current?.pause(),
      resume: () => feed.current?.resume(),
      loadOlder,
      restart: () => setRound((before) => before + 1),
    }),
    [loadOlder],
  );
  return { ...state, ...actions };
}
