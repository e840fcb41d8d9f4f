import assert from 'node:assert/strict';

import type { Log } from '../../src/documents/log.js';
import type { Listening, LogReader } from '../../src/firebase/log-reader.js';
import { type FeedState, followLogs } from '../../src/logs/log-feed.js';
import { compareLogs } from '../../src/logs/log-list.js';
import { MAX_LOADED, PAGE_SIZE, TAIL_WINDOW } from '../../src/limits.js';
import { log } from '../logs.js';

/** Numbered logs, the newest first: `logs(3, 1)` are l3, l2, l1. */
const logs = (newest: number, oldest: number): Log[] =>
  Array.from({ length: newest - oldest + 1 }, (_, index) => {
    const at = newest - index;
    return log(`l${at}`, at);
  });

/** A reader of what is stored, which tells its listener when it is asked to. */
function storeOf(stored: Log[]) {
  let on: Listening | undefined;
  let window: readonly Log[] = [];
  const reader: LogReader = {
    listen: (_wanted, _limit, listening) => {
      on = listening;
      return () => (on = undefined);
    },
    page: (_wanted, limit, after) =>
      Promise.resolve(
        stored.filter((one) => after === undefined || compareLogs(after, one) < 0).slice(0, limit),
      ),
    count: () => Promise.resolve(stored.length),
    get: (id) => Promise.resolve(stored.find(({ log_id }) => log_id === id)),
    restrictedOriginal: () => Promise.resolve(undefined),
  };
  const tell = (fromCache = false) => {
    const next = stored.slice(0, TAIL_WINDOW);
    const [before, now] = [window, next].map((some) => new Set(some.map(({ log_id }) => log_id)));
    on?.next({
      window: next,
      added: next.filter(({ log_id }) => !before?.has(log_id)),
      removed: window.filter(({ log_id }) => !now?.has(log_id)),
      limit: TAIL_WINDOW,
      fromCache,
    });
    window = next;
  };
  return {
    reader,
    tell,
    fail: (error: unknown) => on?.failed(error),
    add: (newest: number, oldest: number) => stored.unshift(...logs(newest, oldest)),
    remove: (id: string) =>
      stored.splice(
        stored.findIndex(({ log_id }) => log_id === id),
        1,
      ),
    isHeard: () => on !== undefined,
  };
}

function follow(stored: Log[]) {
  const store = storeOf(stored);
  const states: FeedState[] = [];
  const feed = followLogs(store.reader, {}, (state) => states.push(state));
  const now = () => states.at(-1)!;
  const ids = () => now().logs.map(({ log_id }) => log_id);
  return { store, feed, now, ids, states };
}

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('the feed of logs', () => {
  it('shows the newest, and each new one before them', () => {
    const { store, now, ids } = follow(logs(2, 1));
    store.tell();
    assert.deepEqual(ids(), ['l2', 'l1']);
    assert.equal(now().status, 'live');
    store.add(3, 3);
    store.tell();
    assert.deepEqual(ids(), ['l3', 'l2', 'l1']);
  });

  it('stands still while it is paused, counts what comes, and shows it after', () => {
    const { store, feed, now, ids } = follow(logs(2, 1));
    store.tell();
    feed.pause();
    store.add(5, 3);
    store.tell();
    assert.deepEqual(ids(), ['l2', 'l1']);
    assert.equal(now().waiting, 3);
    feed.resume();
    assert.equal(ids().length, 5);
    assert.equal(now().waiting, 0);
  });

  it('takes away what was deleted, paused or not, and keeps what newer logs pushed out', () => {
    const { store, feed, ids } = follow(logs(TAIL_WINDOW + 10, 11));
    store.tell();
    store.add(TAIL_WINDOW + 15, TAIL_WINDOW + 11);
    store.tell();
    assert.equal(ids().length, TAIL_WINDOW + 5);
    store.remove('l50');
    store.tell();
    assert.ok(!ids().includes('l50'));
    feed.pause();
    store.remove('l51');
    store.tell();
    assert.ok(!ids().includes('l51'));
  });

  it('fetches what more than a window has brought at once', async () => {
    const { store, ids } = follow(logs(5, 1));
    store.tell();
    store.add(5 + TAIL_WINDOW + 1234, 6);
    store.tell();
    await settled();
    assert.deepEqual(
      ids(),
      logs(5 + TAIL_WINDOW + 1234, 1).map(({ log_id }) => log_id),
    );
  });

  it('goes back in time page by page, to the first log', async () => {
    const count = TAIL_WINDOW + PAGE_SIZE + 7;
    const { store, feed, now, ids } = follow(logs(count, 1));
    store.tell();
    assert.equal(now().older, 'more');
    await feed.loadOlder();
    assert.equal(ids().length, TAIL_WINDOW + PAGE_SIZE);
    assert.equal(now().older, 'more');
    await feed.loadOlder();
    assert.equal(ids().length, count);
    assert.equal(ids().at(-1), 'l1');
    assert.equal(now().older, 'none');
  });

  it('keeps the newest where there is no end of logs, and says so', async () => {
    const { store, feed, now, ids } = follow(logs(MAX_LOADED + 1000, 1));
    store.tell();
    while (now().older === 'more') await feed.loadOlder();
    assert.equal(now().older, 'full');
    assert.equal(ids().length, MAX_LOADED);
  });

  it('tells that it shows what it had when the connection is gone, and when it is back', () => {
    const { store, now, ids } = follow(logs(2, 1));
    store.tell();
    store.tell(true);
    assert.equal(now().status, 'cached');
    assert.deepEqual(ids(), ['l2', 'l1']);
    store.tell();
    assert.equal(now().status, 'live');
  });

  it('has older logs once the network has answered, not by what a cache had', () => {
    const { store, now } = follow(logs(TAIL_WINDOW * 2, 1));
    store.tell(true);
    assert.equal(now().older, 'none');
    store.tell();
    assert.equal(now().older, 'more');
  });

  it('ends with what went wrong', () => {
    const { store, now } = follow([]);
    store.fail(new Error('permission-denied'));
    assert.equal(now().status, 'failed');
    assert.match(String(now().error), /permission-denied/);
  });

  it('is silent once it is stopped', () => {
    const { store, feed, states } = follow(logs(2, 1));
    feed.stop();
    assert.equal(store.isHeard(), false);
    store.tell();
    assert.equal(states.length, 0);
  });
});
