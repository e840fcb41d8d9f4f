import pMap from 'p-map';

import type { AlertCondition, NoticeLine } from '../contract/alert.js';
import { MATCH_KEPT_MS, MAX_CONCURRENT_WRITES, MAX_NOTICE_LINES } from '../limits.js';
import { compareInstants } from '../search/index.js';
import type {
  AlertAddress,
  AlertState,
  AlertStore,
  CountedBatch,
  Firing,
  MatchedBatch,
} from './store.js';
import { findWindow, type Window } from './window.js';

export type CountCondition = Extract<AlertCondition, { kind: 'count' }>;

/** From when on logs matter to an alert. */
export type Rest = Pick<AlertState, 'quietUntil' | 'countedTo'>;

type Store = Pick<AlertStore, 'addMatches' | 'countMatches' | 'listMatches' | 'readLines'>;

/** Stores those batches that count, and finds enough logs for a notice, if there are. */
export function createFindFiring(store: Store) {
  return async (
    alert: AlertAddress,
    condition: CountCondition,
    items: readonly MatchedBatch[],
    rest: Rest,
  ): Promise<Firing | undefined> => {
    const { quietUntil, countedTo } = rest;
    const spanMs = condition.minutes * 60_000;
    // The last logs of a quiet time may count towards a later notice, unless one log is enough.
    const from = condition.matches === 1 ? quietUntil : quietUntil - spanMs + 1;
    const relevant = items.filter(({ receivedAt }) => receivedAt > countedTo && receivedAt >= from);
    const by = items.map(({ batch }) => batch);
    // If one message is enough by itself, none of it has to be stored.
    const enough = relevant.find(
      ({ logs, receivedAt }) => logs.length >= condition.matches && receivedAt >= quietUntil,
    );
    if (enough !== undefined) {
      const { receivedAt, logs, lines } = enough;
      return { kind: 'fires', by, count: logs.length, from: receivedAt, to: receivedAt, lines };
    }

    const add = (item: MatchedBatch) =>
      store.addMatches(alert, item, item.receivedAt + spanMs + MATCH_KEPT_MS);
    await pMap(relevant, add, { concurrency: MAX_CONCURRENT_WRITES });
    for (const times of groupTimes(relevant, spanMs)) {
      const window = await findAround(alert, condition, times, rest);
      const [oldest, newest] = [window?.batches[0], window?.batches.at(-1)];
      if (window === undefined || oldest === undefined || newest === undefined) continue;
      const lines = await readLines(alert, window);
      const { count } = window;
      return { kind: 'fires', by, count, from: oldest.receivedAt, to: newest.receivedAt, lines };
    }
    return undefined;
  };

  /** A window with enough logs, near batches that were just stored. */
  async function findAround(
    alert: AlertAddress,
    condition: CountCondition,
    times: Times,
    { quietUntil, countedTo }: Rest,
  ): Promise<Window | undefined> {
    const { matches } = condition;
    const spanMs = condition.minutes * 60_000;
    const before = times.last + spanMs;
    let after = Math.max(times.first - spanMs, countedTo);
    if ((await store.countMatches(alert, { after, before })) < matches) return undefined;
    if (after < quietUntil - 1) {
      // A quiet time may have any number of logs, so the first batch after it is judged by itself.
      const beyond = { after: Math.max(after, quietUntil - 1), before };
      const [first] = await store.listMatches(alert, beyond, 1);
      if (first === undefined) return undefined;
      after = Math.max(after, first.receivedAt - spanMs);
      const upToFirst = { after, before: first.receivedAt + 1 };
      const count = await store.countMatches(alert, upToFirst);
      if (count >= matches) {
        const shown = await store.listMatches(alert, upToFirst, MAX_NOTICE_LINES);
        return { batches: withLast(shown, first), count };
      }
    }
    // No span had enough so far, and no more than three meet here.
    const batches = await store.listMatches(alert, { after, before }, 3 * matches + times.batches);
    return findWindow(batches, condition, quietUntil);
  }

  async function readLines(alert: AlertAddress, { batches }: Window): Promise<NoticeLine[]> {
    const shown = batches.slice(0, MAX_NOTICE_LINES).map(({ batch }) => batch);
    const lines = await store.readLines(alert, shown);
    return lines.toSorted((a, b) => compareInstants(a.time, b.time)).slice(0, MAX_NOTICE_LINES);
  }
}

function withLast(batches: readonly CountedBatch[], last: CountedBatch): CountedBatch[] {
  return batches.some(({ batch }) => batch === last.batch) ? [...batches] : [...batches, last];
}

/** Batches that were received within one span. */
interface Times {
  first: number;
  last: number;
  batches: number;
}

/**
 * Groups batches by when they were received, the latest first. After an outage some are old, and far
 * too many lie between those and the current ones.
 */
function groupTimes(items: readonly MatchedBatch[], spanMs: number): Times[] {
  const groups: Times[] = [];
  for (const { receivedAt } of items.toSorted((a, b) => b.receivedAt - a.receivedAt)) {
    const group = groups.at(-1);
    if (group === undefined || receivedAt <= group.last - spanMs) {
      groups.push({ first: receivedAt, last: receivedAt, batches: 1 });
    } else {
      group.first = receivedAt;
      group.batches += 1;
    }
  }
  return groups;
}
