import assert from 'node:assert/strict';

import { MAX_ROSTER_KEYS, ROSTER_FRESH_MS, ROSTER_PAGE } from '../../src/limits.js';
import { KeyRoster, type ListedKey } from '../../src/tenants/key-roster.js';

/** A roster over keys that can be made, at a time that can be moved. */
function rosterOver(count: number) {
  const state = { now: 0, queries: 0, reads: 0, isDown: false };
  const made = (n: number): ListedKey => ({
    hash: `key ${n}`,
    createdAt: new Date(Date.UTC(2024, 0, 1) + Math.floor(n / 3) * 1_000).toISOString(),
  });
  const keys = Array.from({ length: count }, (_, n) => made(n));
  const roster = new KeyRoster(
    ({ from = '', after }, limit) => {
      state.queries += 1;
      if (state.isDown) return Promise.reject(new Error('Firestore is down'));
      const begin = after === undefined ? 0 : keys.findIndex(({ hash }) => hash === after.hash) + 1;
      const page = keys.slice(begin).filter(({ createdAt }) => createdAt >= from);
      state.reads += Math.max(1, Math.min(limit, page.length));
      return Promise.resolve(page.slice(0, limit));
    },
    () => state.now,
  );
  return { state, roster, make: (n: number) => keys.push(made(n)) };
}

describe('the key roster', () => {
  it('reads each key once, in pages, for all callers', async () => {
    const { state, roster } = rosterOver(2_500);
    const found = await Promise.all(
      Array.from({ length: 3_000 }, (_, n) => roster.has(`key ${n}`)),
    );
    assert.equal(found.filter((is) => is === true).length, 2_500);
    assert.equal(found.filter((is) => is === false).length, 500);
    assert.deepEqual([state.queries, state.reads], [3, 2_500]);
  });

  it('asks for newer keys every few seconds, and finds them', async () => {
    const { state, roster, make } = rosterOver(ROSTER_PAGE);
    assert.equal(await roster.has('key 1000'), false);
    const before = state.reads;
    make(1_000);
    state.now = ROSTER_FRESH_MS - 1;
    assert.equal(await roster.has('key 1000'), false);
    state.now = ROSTER_FRESH_MS;
    assert.equal(await roster.has('key 1000'), true);
    assert.ok(state.reads - before < 40, String(state.reads - before));
  });

  it('queries only once if there are no keys', async () => {
    const { state, roster } = rosterOver(0);
    assert.equal(await roster.has('key 1'), false);
    assert.equal(await roster.has('key 2'), false);
    assert.equal(state.queries, 1);
  });

  it('resumes where it was once the database answers again', async () => {
    const { state, roster } = rosterOver(10);
    state.isDown = true;
    await assert.rejects(roster.has('key 1'), /down/);
    state.isDown = false;
    assert.equal(await roster.has('key 1'), true);
  });

  it('holds a bounded number of keys, and cannot tell about others', async () => {
    const { state, roster } = rosterOver(MAX_ROSTER_KEYS + 5);
    assert.equal(await roster.has('key 7'), true);
    assert.equal(await roster.has('made up'), undefined);
    assert.equal(state.reads, MAX_ROSTER_KEYS);
    state.now = ROSTER_FRESH_MS;
    assert.equal(await roster.has('made up'), undefined);
    assert.equal(state.reads, MAX_ROSTER_KEYS);
  });
});
