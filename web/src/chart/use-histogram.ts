import { useEffect, useRef, useState } from 'preact/hooks';

import { planSearch } from '../../../functions/src/search/plan.js';
import type { Query } from '../../../functions/src/search/query.js';
import { useReader } from '../context.js';
import { toMillis } from '../documents/instant.js';
import { RECOUNT_MS } from '../limits.js';
import type { FeedState } from '../logs/feed-state.js';
import type { LogFilter } from '../logs/log-filter.js';
import { createCounter, type Histogram } from './count-histogram.js';

/**
 * The histogram of a question once the feed knows how to answer it; counted again when logs come, not
 * while it is not shown.
 */
export function useHistogram(
  {
    status,
    chosen,
    logs,
    order,
  }: Pick<FeedState, 'status' | 'chosen' | 'logs'> & {
    order: LogFilter['order'];
  },
  { last, from, to }: LogFilter,
  query: Query,
  shown: boolean,
): { histogram: Histogram | undefined; failed: boolean } {
  const { firebase, tenant } = useReader();
  const [histogram, setHistogram] = useState<Histogram>();
  const [failed, setFailed] = useState(false);
  const newest = order === 'oldest' ? undefined : logs[0];
  const recount = useRef<(() => void) | undefined>(undefined);
  const newestTime = useRef(0);
  newestTime.current = newest === undefined ? 0 : toMillis(newest.time);
  const plan = chosen?.plan;
  const isReady = shown && (status === 'live' || status === 'cached');

  useEffect(() => {
    setHistogram(undefined);
    setFailed(false);
    if (!isReady) return undefined;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = async () => {
      const reader = await (await firebase.store()).logs(tenant);
      const [byTime] = planSearch(query, {}, reader.settings);
      const asked = plan ?? (query.kind === 'all' ? byTime : undefined);
      if (asked === undefined || stopped) return;
      const filter = {
        ...(last !== undefined && { last }),
        ...(from !== undefined && { from }),
        ...(to !== undefined && { to }),
      };
      const count = createCounter(reader, asked, filter, () => !stopped);
      const run = async () => {
        timer = undefined;
        try {
          const counted = await count(Date.now(), newestTime.current);
          if (!stopped) setHistogram(counted);
        } catch {
          if (!stopped) setFailed(true);
        }
      };
      recount.current = () => {
        timer ??= setTimeout(() => void run(), RECOUNT_MS);
      };
      await run();
    };
    begin().catch(() => {
      if (!stopped) setFailed(true);
    });
    return () => {
      stopped = true;
      recount.current = undefined;
      clearTimeout(timer);
    };
  }, [firebase, tenant, isReady, plan, query, last, from, to]);

  // Another log on top: there is something to count.
  const newestId = newest?.log_id;
  useEffect(() => recount.current?.(), [newestId]);
  return { histogram, failed };
}
