import { setTimeout as sleep } from 'node:timers/promises';

import type { Query } from 'firebase-admin/firestore';

import type { ReaderSettings } from '../../../functions/src/contract/reader-settings.js';
import {
  compileQuery,
  LogView,
  type LogQuery,
  planSearch,
  type Query as SearchQuery,
} from '../../../functions/src/search/index.js';
import { type Log, toLog } from './log-source.js';

/** How late a log may be by its own time and still be shown as it comes. */
const LATE_SECONDS = 60;

/** The listeners begin anew as often, or they would hold all logs since the beginning. */
const RENEW_MS = 10 * 60_000;

export interface TailOptions {
  query: SearchQuery;
  settings: ReaderSettings;
  toQuery: (query: LogQuery) => Query;
  /** Ends it. */
  signal: AbortSignal;
  onLog: (log: Log) => void;
}

/**
 * Follows the logs that a query asks for as they are stored, each once. Firestore tells of those that
 * the query's rarest term has, a read each; the rest is checked here. Resolves to the documents read.
 */
export async function tailLogs(options: TailOptions): Promise<number> {
  const { query, settings, toQuery, signal, onLog } = options;
  const matches = compileQuery(query);
  const begun = nowSeconds();
  let read = 0;
  /** Ids that were told, by round: those of the one before may come again. */
  let before = new Set<string>();
  let told = new Set<string>();
  const take = (log: Log) => {
    read += 1;
    // What was stored before it began is no news.
    if (log.processed_at.seconds < begun || told.has(log.log_id) || before.has(log.log_id)) return;
    told.add(log.log_id);
    if (matches(new LogView(log))) onLog(log);
  };

  while (!signal.aborted) {
    const from = { seconds: nowSeconds() - LATE_SECONDS, nanos: 0 };
    const [plan] = planSearch(query, { from }, settings);
    let fail: (error: Error) => void = () => {};
    const failed = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const stops = (plan?.queries ?? []).map((one) =>
      toQuery(one).onSnapshot((snapshot) => {
        const added = snapshot.docChanges().filter(({ type }) => type === 'added');
        // Oldest first, as they are read in a terminal.
        for (const { doc } of added.toReversed()) take(toLog(doc));
      }, fail),
    );
    try {
      await Promise.race([failed, sleep(RENEW_MS, undefined, { signal }).catch(() => {})]);
    } finally {
      for (const stop of stops) stop();
    }
    [before, told] = [told, new Set()];
  }
  return read;
}

const nowSeconds = () => Math.floor(Date.now() / 1000);
