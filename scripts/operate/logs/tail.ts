import { setTimeout as sleep } from 'node:timers/promises';

import type { Query } from 'firebase-admin/firestore';

import { partId } from '../../../functions/src/contract/ids.js';
import type { ReaderSettings } from '../../../functions/src/contract/reader-settings.js';
import {
  compileQuery,
  loadWhole,
  type LogSource,
  LogView,
  type LogQuery,
  planSearch,
  type Query as SearchQuery,
} from '../../../functions/src/search/index.js';
import { type Log, toLog } from './log-source.js';

/** How late a log may be by its own time and still be shown on arrival. */
const LATE_SECONDS = 60;

/** How often, and how long apart, the other parts of a log are looked for. */
const PART_ROUNDS = 20;
const PART_WAIT_MS = 500;

/** How often the listeners restart, or they would hold all logs since the start. */
const RENEW_MS = 10 * 60_000;

export interface TailOptions {
  query: SearchQuery;
  settings: ReaderSettings;
  /** Finds the other parts of a log that is stored in several. */
  source: LogSource<Log>;
  toQuery: (query: LogQuery) => Query;
  /** Ends it. */
  signal: AbortSignal;
  onLog: (log: Log) => void;
}

/**
 * Follows the logs that match a query as they are stored, each once. Firestore reports those with
 * the query's rarest term, a read each; the rest is checked here. A log in several documents is
 * reported once all of them exist. Resolves to the documents read.
 */
export async function tailLogs(options: TailOptions): Promise<number> {
  const { query, settings, source, toQuery, signal, onLog } = options;
  const matches = compileQuery(query);
  const begun = nowSeconds();
  let read = 0;
  let fail: (error: Error) => void = () => {};
  /** Reported ids, by round: those of the previous round may come again. */
  let before = new Set<string>();
  let told = new Set<string>();
  const take = (log: Log) => {
    read += 1;
    // Logs stored before it started are not reported.
    if (log.processed_at.seconds < begun || told.has(log.log_id) || before.has(log.log_id)) return;
    told.add(log.log_id);
    if (matches(new LogView(log))) tell(log);
  };
  const tell = (log: Log) => {
    const { split } = log;
    if (split === undefined) {
      onLog(log);
      return;
    }
    // No id starts like this: the first part has the log's own id.
    const whole = `/${split.id}`;
    if (told.has(whole) || before.has(whole)) return;
    told.add(whole);
    gather(log).catch((error: Error) => fail(error));
  };
  const gather = async (log: Log) => {
    for (let round = 0; !signal.aborted; round += 1) {
      const whole = await loadWhole(log, { get: (id) => source.get(id), partId });
      read += whole.read;
      // Missing parts may be among the dead letters.
      if (whole.log.split === undefined || round === PART_ROUNDS) {
        onLog(whole.log);
        return;
      }
      await sleep(PART_WAIT_MS, undefined, { signal }).catch(() => {});
    }
  };

  while (!signal.aborted) {
    const from = { seconds: nowSeconds() - LATE_SECONDS, nanos: 0 };
    const [plan] = planSearch(query, { from }, settings);
    const failed = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const stops = (plan?.queries ?? []).map((one) =>
      toQuery(one).onSnapshot((snapshot) => {
        const added = snapshot.docChanges().filter(({ type }) => type === 'added');
        // Oldest first, as a terminal is read.
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
