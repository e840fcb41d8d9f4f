import assert from 'node:assert/strict';

import type { Log } from '../../src/documents/log.js';
import { type FeedState, LOADING } from '../../src/logs/feed-state.js';
import { readOldest } from '../../src/logs/oldest-feed.js';
import { log } from '../logs.js';
import { queryOf, readerOf, settled } from './reader-of.js';

const read = (count: number, query = '', agreed = false) =>
  readAll(
    Array.from({ length: count }, (_, at) =>
      log(`l${at}`, at, { modified_data: at % 3 === 0 ? 'third' : 'other' }),
    ),
    query,
    agreed,
  );

async function readAll(stored: Log[], query: string, agreed = false) {
  let state: FeedState = LOADING;
  const wanted = { query: queryOf(query), range: {}, agreed };
  const feed = readOldest(readerOf(stored).reader, wanted, (next) => (state = next));
  await settled();
  return { feed, now: () => state, ids: () => state.logs.map(({ log_id }) => log_id) };
}

describe('logs listed from the oldest', () => {
  it('come page by page', async () => {
    const { feed, now, ids } = await read(150);
    assert.deepEqual(ids().slice(0, 3), ['l0', 'l1', 'l2']);
    assert.equal(now().older, 'more');
    await feed.loadOlder();
    assert.equal(ids().length, 150);
    assert.equal(ids().at(-1), 'l149');
    assert.equal(now().older, 'none');
  });

  it('are all that a search finds, if they are few', async () => {
    const { now, ids } = await read(9, 'third');
    assert.deepEqual(ids(), ['l0', 'l3', 'l6']);
    assert.equal(now().older, 'none');
    // One of these reads finds the time of the oldest log.
    assert.equal(now().read, 1 + 3);
  });

  it('come page by page from a search as well, in order and each once', async () => {
    const { feed, now, ids } = await read(7_000, 'third');
    assert.equal(ids()[0], 'l0');
    assert.ok(ids().length < 200, `${ids().length} at first`);
    while (now().older === 'more') await feed.loadOlder();
    assert.deepEqual(
      ids(),
      Array.from({ length: 2_334 }, (_, at) => `l${at * 3}`),
    );
    assert.ok(now().read < 2_334 + 50, `${now().read} reads`);
    assert.ok(now().counts < 150, `${now().counts} counts`);
  });

  it('are filtered if only some of the index’s results match', async () => {
    const { feed, now, ids } = await read(4_500, 'third -l1', true);
    while (now().older === 'more' || now().older === 'reads') await feed.loadOlder();
    assert.equal(ids().length, 1_500);
  });

  it('are read completely even if one microsecond has more than a page', async () => {
    const same = Array.from({ length: 1_500 }, (_, at) => log(`s${at}`, 0));
    const { feed, now, ids } = await readAll([...same, log('last', 1)], 'text');
    while (now().older === 'more') await feed.loadOlder();
    assert.equal(new Set(ids()).size, 1_501);
    assert.equal(ids().at(-1), 'last');
  });
});
