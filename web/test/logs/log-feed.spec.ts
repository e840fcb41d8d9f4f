import assert from 'node:assert/strict';

import { COUNT_CAP } from '../../../functions/src/limits.js';
import type { Log } from '../../src/documents/log.js';
import { type FeedState, LOADING } from '../../src/logs/feed-state.js';
import { followLogs } from '../../src/logs/log-feed.js';
import { MAX_LOADED, PAGE_SIZE, TAIL_WINDOW } from '../../src/limits.js';
import { log } from '../logs.js';
import { queryOf, readerOf, settled } from './reader-of.js';

/** Numbered logs, the newest first: `logs(3, 1)` are l3, l2, l1. */
const logs = (newest: number, oldest: number): Log[] =>
  Array.from({ length: newest - oldest + 1 }, (_, index) => {
    const at = newest - index;
    return log(`l${at}`, at);
  });

function follow(stored: Log[], query = '', agreed = false, shards = 1) {
  const store = readerOf(stored, shards);
  const states: FeedState[] = [];
  const wanted = { query: queryOf(query), range: {}, agreed };
  const feed = followLogs(store.reader, wanted, (state) => states.push(state));
  const now = () => states.at(-1) ?? LOADING;
  const ids = () => now().logs.map(({ log_id }) => log_id);
  const add = (newest: number, oldest: number) => stored.unshift(...logs(newest, oldest));
  const remove = (id: string) =>
    stored.splice(
      stored.findIndex(({ log_id }) => log_id === id),
      1,
    );
  return { ...store, add, remove, feed, now, ids, states, stored };
}

describe('the feed of logs', () => {
  it('shows the newest, and each new one before them', async () => {
    const { tell, add, now, ids } = follow(logs(2, 1));
    await tell();
    assert.deepEqual(ids(), ['l2', 'l1']);
    assert.equal(now().status, 'live');
    add(3, 3);
    await tell();
    assert.deepEqual(ids(), ['l3', 'l2', 'l1']);
    assert.equal(now().read, 3);
  });

  it('shows a late log in its place', async () => {
    const { tell, stored, ids } = follow([log('c', 3), log('a', 1)]);
    await tell();
    stored.unshift(log('b', 2));
    await tell();
    assert.deepEqual(ids(), ['c', 'b', 'a']);
  });

  it('shows late logs in their place far beyond what it listens to, and removes deleted ones', async () => {
    const { tell, feed, stored, remove, now, ids } = follow(logs(TAIL_WINDOW + PAGE_SIZE, 1));
    await tell();
    await feed.loadOlder();
    const { read, counts } = now();
    await feed.lookForLate();
    assert.deepEqual([now().read, now().counts], [read, counts + 1]);
    stored.push(log('late', 500), log('later', 20));
    await feed.lookForLate();
    const around = (id: string) => ids().slice(ids().indexOf(id) - 1, ids().indexOf(id) + 2);
    assert.deepEqual(around('late'), ['l501', 'late', 'l500']);
    assert.deepEqual(around('later'), ['l21', 'later', 'l20']);
    remove('l300');
    await feed.lookForLate();
    assert.deepEqual(around('l301'), ['l302', 'l301', 'l299']);
    assert.ok(now().read - read <= 300, `${now().read - read} reads`);
    assert.ok(now().counts - counts <= 40, `${now().counts - counts} reads of counts`);
  });

  it('stands still while it is paused, counts what comes, and shows it after', async () => {
    const { tell, add, feed, now, ids } = follow(logs(2, 1));
    await tell();
    feed.pause();
    add(5, 3);
    await tell();
    assert.deepEqual(ids(), ['l2', 'l1']);
    assert.equal(now().waiting, 3);
    feed.resume();
    assert.equal(ids().length, 5);
    assert.equal(now().waiting, 0);
  });

  it('removes deleted logs, paused or not, and keeps those that newer ones pushed out', async () => {
    const { tell, add, remove, feed, ids } = follow(logs(TAIL_WINDOW + 10, 11));
    await tell();
    add(TAIL_WINDOW + 15, TAIL_WINDOW + 11);
    await tell();
    assert.equal(ids().length, TAIL_WINDOW + 5);
    remove('l50');
    await tell();
    assert.ok(!ids().includes('l50'));
    feed.pause();
    remove('l51');
    await tell();
    assert.ok(!ids().includes('l51'));
  });

  it('fetches logs that arrive faster than its window holds', async () => {
    const { tell, add, ids } = follow(logs(5, 1));
    await tell();
    add(5 + TAIL_WINDOW + 1234, 6);
    await tell();
    await settled();
    assert.deepEqual(
      ids(),
      logs(5 + TAIL_WINDOW + 1234, 1).map(({ log_id }) => log_id),
    );
  });

  it('goes back in time page by page, to the first log', async () => {
    const count = TAIL_WINDOW + PAGE_SIZE + 7;
    const { tell, feed, now, ids } = follow(logs(count, 1));
    await tell();
    assert.equal(now().older, 'more');
    await feed.loadOlder();
    assert.equal(ids().length, TAIL_WINDOW + PAGE_SIZE);
    assert.equal(now().older, 'more');
    await feed.loadOlder();
    assert.equal(ids().length, count);
    assert.equal(ids().at(-1), 'l1');
    assert.equal(now().older, 'none');
  });

  it('keeps the newest of endless logs, and says so', async () => {
    const { tell, feed, now, ids } = follow(logs(MAX_LOADED + 1000, 1));
    await tell();
    while (now().older === 'more') await feed.loadOlder();
    assert.equal(now().older, 'full');
    assert.equal(ids().length, MAX_LOADED);
  });

  it('reports when the connection is lost and when it is back', async () => {
    const { tell, now, ids } = follow(logs(2, 1));
    await tell();
    await tell(true);
    assert.equal(now().status, 'cached');
    assert.deepEqual(ids(), ['l2', 'l1']);
    await tell();
    assert.equal(now().status, 'live');
  });

  it('loads older logs only once the network has answered', async () => {
    const { tell, now } = follow(logs(TAIL_WINDOW * 2, 1));
    await tell(true);
    assert.equal(now().older, 'none');
    await tell();
    assert.equal(now().older, 'more');
  });

  it('ends with the error', async () => {
    const { fail, now } = follow([]);
    await fail(new Error('permission-denied'));
    assert.equal(now().status, 'failed');
    assert.match(String(now().error), /permission-denied/);
  });

  it('reports nothing after it is stopped', async () => {
    const { feed, tell, listeners, states } = follow(logs(2, 1));
    feed.stop();
    await tell();
    assert.equal(listeners.size, 0);
    assert.equal(states.length, 0);
  });
});

describe('the feed of a search', () => {
  const some = (count: number, of: (at: number) => Partial<Log>) =>
    Array.from({ length: count }, (_, index) => log(`l${count - index}`, count - index, of(index)));

  it('reads the one log that has a word, and follows those that will have it', async () => {
    const stored = some(2_000, (at) => ({ modified_data: at === 700 ? 'a needle' : 'hay' }));
    const { tell, now, ids } = follow(stored, 'needle');
    await tell();
    assert.deepEqual(ids(), ['l1300']);
    assert.equal(now().older, 'none');
    assert.equal(now().read, 1);
    stored.unshift(log('new', 5_000, { modified_data: 'another needle' }), log('hay', 5_001));
    await tell();
    assert.deepEqual(ids(), ['new', 'l1300']);
  });

  it('checks conditions that the index cannot', async () => {
    const stored = some(50, (at) => ({ modified_data: `order ${at} ${at % 2 ? 'ok' : 'failed'}` }));
    const { tell, now, ids } = follow(stored, 'failed -"order 4"');
    await tell();
    assert.equal(ids().length, 24);
    assert.equal(now().chosen?.plan.exact, false);
    assert.equal(now().read, 25);
  });

  it('asks before reading if all words are common, and reads nothing until then', async () => {
    const stored = some(COUNT_CAP + 1, (at) => ({ modified_data: `common hay ${at}` }));
    const { now, asked, tell } = follow(stored, 'common -hay');
    await tell();
    assert.equal(now().status, 'asking');
    assert.deepEqual(asked, []);
    assert.equal(now().read, 0);
  });

  it('stops at the limit of a search’s reads, and continues on request', async () => {
    const stored = some(COUNT_CAP + 500, (at) => ({
      modified_data: at === COUNT_CAP + 400 ? 'common needle' : 'common hay',
    }));
    const { now, tell, feed, ids } = follow(stored, 'common -hay', true);
    await tell();
    assert.deepEqual([ids(), now().older], [[], 'more']);
    await feed.loadOlder();
    assert.deepEqual([ids(), now().older], [[], 'reads']);
    await feed.loadOlder();
    assert.deepEqual([ids(), now().older], [['l100'], 'none']);
  });

  it('is one list in order, late logs included, even if many shards need several listeners', async () => {
    const stored = some(3_000, () => ({ modified_data: 'common' }));
    const { tell, feed, now, ids, listeners } = follow(stored, 'common', false, 20);
    await tell();
    assert.ok(listeners.size > 1);
    while (now().older === 'more') await feed.loadOlder();
    stored.push(log('late', 1_500, { modified_data: 'common and late' }));
    await feed.lookForLate();
    const expected = stored.map(({ log_id }) => log_id);
    expected.splice(1_500, 0, ...expected.splice(-1));
    assert.deepEqual(ids(), expected);
  });

  it('opens a log by its id only', async () => {
    const { tell, now, ids } = follow(logs(20, 1), 'log_id=l7');
    await tell();
    assert.deepEqual(ids(), ['l7']);
    assert.equal(now().read, 1);
    assert.equal(now().status, 'live');
  });
});
