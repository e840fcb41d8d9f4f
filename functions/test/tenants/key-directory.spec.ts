import assert from 'node:assert/strict';

import { type ApiKeyRecord, apiKeySchema } from '../../src/contract/tenant.js';
import { MAX_UNKNOWN_KEYS_PER_MINUTE } from '../../src/limits.js';
import { createKeyDirectory, UnknownKeyLimitError } from '../../src/tenants/key-directory.js';

const record = (tenant_id: string): ApiKeyRecord => apiKeySchema.parse({ tenant_id });

/** A directory over keys that can be changed, at a time that can be moved. */
function directory(keys: Record<string, ApiKeyRecord> = {}) {
  const state = { keys: new Map(Object.entries(keys)), now: 0, reads: 0, lists: 0, isDown: false };
  const find = createKeyDirectory(
    async (hash) => {
      state.reads += 1;
      await Promise.resolve();
      if (state.isDown) throw new Error('Firestore is down');
      return state.keys.get(hash);
    },
    () => {
      state.lists += 1;
      if (state.isDown) return Promise.reject(new Error('Firestore is down'));
      const createdAt = '2024-01-15T10:30:00Z';
      return Promise.resolve([...state.keys.keys()].map((hash) => ({ hash, createdAt })));
    },
    () => state.now,
  );
  return { state, find };
}

const isLimit = (error: unknown) => error instanceof UnknownKeyLimitError;

describe('the key directory', () => {
  it('reads a key once for concurrent callers, and not again for a minute', async () => {
    const { state, find } = directory({ a: record('acme') });
    const found = await Promise.all(Array.from({ length: 50 }, () => find('a')));
    state.now = 59_999;
    found.push(await find('a'));
    assert.ok(found.every((key) => key?.tenant_id === 'acme'));
    assert.equal(state.reads, 1);
  });

  it('sees a revocation within 60 s', async () => {
    const { state, find } = directory({ a: record('acme') });
    await find('a');
    state.keys.set('a', { ...record('acme'), revoked: true });
    state.now = 60_000;
    assert.equal((await find('a'))?.revoked, true);
  });

  it('reads an unknown key once a minute, and finds it once it is created', async () => {
    const { state, find } = directory();
    for (let i = 0; i < 10; i += 1) assert.equal(await find('x'), undefined);
    assert.equal(state.reads, 1);
    state.keys.set('x', record('acme'));
    state.now = 60_000;
    assert.equal((await find('x'))?.tenant_id, 'acme');
  });

  it('finds an owner’s key for the first time, however many made-up ones come', async () => {
    const { state, find } = directory({ a: record('acme'), b: record('beta') });
    for (let i = 0; i < 10_000; i += 1) await find(`made-up ${i}`).catch(isLimit);
    assert.equal((await find('a'))?.tenant_id, 'acme');
    assert.equal((await find('b'))?.tenant_id, 'beta');
    assert.equal(state.reads, MAX_UNKNOWN_KEYS_PER_MINUTE + 2);
    assert.equal(state.lists, 1);
  });

  it('finds a key that is created while made-up ones come, some seconds later', async () => {
    const { state, find } = directory();
    for (let i = 0; i < 1_000; i += 1) await find(`made-up ${i}`).catch(isLimit);
    state.keys.set('new', record('acme'));
    await assert.rejects(find('new'), isLimit);
    state.now = 5_000;
    assert.equal((await find('new'))?.tenant_id, 'acme');
  });

  it('reads no more than its bound for made-up keys, and still knows the real ones', async () => {
    const { state, find } = directory({ a: record('acme') });
    await find('a');
    let refused = 0;
    for (let i = 0; i < 2_000; i += 1) {
      await find(`made-up ${i}`).catch((error: unknown) => {
        assert.ok(isLimit(error));
        refused += 1;
      });
    }
    assert.equal(state.reads, MAX_UNKNOWN_KEYS_PER_MINUTE);
    assert.equal(refused, 2_000 - (MAX_UNKNOWN_KEYS_PER_MINUTE - 1));
    // Known, though its minute is over: it is read again whatever strangers do.
    state.now = 60_000;
    for (let i = 0; i < MAX_UNKNOWN_KEYS_PER_MINUTE; i += 1) await find(`again ${i}`);
    assert.equal((await find('a'))?.tenant_id, 'acme');
  });

  it('reports that it is unavailable, instead of trusting a key for longer', async () => {
    const { state, find } = directory({ a: record('acme') });
    await find('a');
    state.isDown = true;
    state.now = 59_999;
    assert.equal((await find('a'))?.tenant_id, 'acme');
    state.now = 60_000;
    await assert.rejects(find('a'), /down/);
    state.isDown = false;
    assert.equal((await find('a'))?.tenant_id, 'acme');
  });
});
