import assert from 'node:assert/strict';

import { type FeedState, LOADING } from '../../src/logs/feed-state.js';
import { readOldest } from '../../src/logs/oldest-feed.js';
import { log } from '../logs.js';
import { queryOf, readerOf, settled } from './reader-of.js';

async function read(count: number, query = '') {
  const stored = Array.from({ length: count }, (_, at) =>
    log(`l${at}`, at, { modified_data: at % 3 === 0 ? 'third' : 'other' }),
  );
  let state: FeedState = LOADING;
  const wanted = { query: queryOf(query), range: {}, agreed: false };
  const feed = readOldest(readerOf(stored).reader, wanted, (next) => (state = next));
  await settled();
  return { feed, now: () => state, ids: () => state.logs.map(({ log_id }) => log_id) };
}

describe('logs from the oldest on', () => {
  it('come page by page', async () => {
    const { feed, now, ids } = await read(150);
    assert.deepEqual(ids().slice(0, 3), ['l0', 'l1', 'l2']);
    assert.equal(now().older, 'more');
    await feed.loadOlder();
    assert.equal(ids().length, 150);
    assert.equal(ids().at(-1), 'l149');
    assert.equal(now().older, 'none');
  });

  it('are all that a search finds, turned round', async () => {
    const { now, ids } = await read(9, 'third');
    assert.deepEqual(ids(), ['l0', 'l3', 'l6']);
    assert.equal(now().older, 'none');
    assert.equal(now().read, 3);
  });
});
