import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import { planSearch } from '../../../functions/src/search/plan.js';
import type { Query } from '../../../functions/src/search/query.js';
import { useReader } from '../context.js';
import { toMillis } from '../documents/instant.js';
import { RECOUNT_MS } from '../limits.js';
import type { FeedState } from '../logs/feed-state.js';
import type { LogFilter } from '../logs/log-filter.js';
import { createCounter, type Histogram } from './count-histogram.js';
import { loadedHistogram } from './loaded-histogram.js';

/**
 * `none`: there is no chart for a single log, or if Firestore cannot count the logs with few reads.
 */
export type Counting =
  { state: 'busy' | 'none' | 'failed' } | { state: 'ready'; histogram: Histogram };

const BUSY: Counting = { state: 'busy' };
const NONE: Counting = { state: 'none' };
const FAILED: Counting = { state: 'failed' };

/**
 * The histogram of a query, once the feed knows how to answer it: from the loaded logs if these are
 * all of them, else counted by Firestore, and recounted when logs arrive; idle while it is hidden.
 */
export function useHistogram(
  feed: Pick<FeedState, 'status' | 'chosen' | 'logs' | 'older' | 'waiting' | 'read'>,
  { last, from, to, order }: LogFilter,
  query: Query,
  shown: boolean,
): Counting {
  const { status, chosen, logs } = feed;
  const { firebase, tenant } = useReader();
  const [counting, setCounting] = useState<Counting>(BUSY);
  // Counting any earlier would delay the results, and may turn out to be unnecessary.
  const isAnswered = status === 'live' || (status === 'cached' && feed.read > 0);
  const isWhole = isAnswered && feed.older === 'none' && feed.waiting === 0;
  const loaded = useMemo(() => {
    if (!isWhole || !shown) return undefined;
    const start = last === undefined ? from : Date.now() - last * 1000;
    return loadedHistogram(logs, {
      ...(start !== undefined && { from: start }),
      ...(to !== undefined && { to }),
    });
  }, [isWhole, shown, logs, last, from, to]);
  const newest = order === 'oldest' ? undefined : logs[0];
  const recount = useRef<(() => void) | undefined>(undefined);
  const newestTime = useRef(0);
  newestTime.current = newest === undefined ? 0 : toMillis(newest.time);
  const plan = chosen?.plan;
  const isReady = shown && !isWhole && isAnswered;

  useEffect(() => {
    setCounting(BUSY);
    if (!isReady) return undefined;
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = async () => {
      const reader = await (await firebase.store()).logs(tenant);
      const [byTime] = planSearch(query, {}, reader.settings);
      const asked = plan ?? (query.kind === 'all' ? byTime : undefined);
      if (stopped) return;
      if (asked === undefined) {
        setCounting(NONE);
        return;
      }
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
          if (!stopped) setCounting(counted ? { state: 'ready', histogram: counted } : NONE);
        } catch {
          if (!stopped) setCounting(FAILED);
        }
      };
      recount.current = () => {
        timer ??= setTimeout(() => void run(), RECOUNT_MS);
      };
      await run();
    };
    begin().catch(() => {
      if (!stopped) setCounting(FAILED);
    });
    return () => {
      stopped = true;
      recount.current = undefined;
      clearTimeout(timer);
    };
  }, [firebase, tenant, isReady, plan, query, last, from, to]);

  // A new log on top: recount.
  const newestId = newest?.log_id;
  useEffect(() => recount.current?.(), [newestId]);
  if (!isWhole) return counting;
  return loaded === undefined ? NONE : { state: 'ready', histogram: loaded };
}
