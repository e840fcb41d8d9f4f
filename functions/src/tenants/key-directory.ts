import { LRUCache } from 'lru-cache';

import type { ApiKeyRecord } from '../contract/tenant.js';
import { DIRECTORY_TTL_MS, MAX_REMEMBERED, MAX_UNKNOWN_KEYS_PER_MINUTE } from '../limits.js';
import { createCachedLookup } from './cached-lookup.js';
import { KeyRoster, type ListKeys } from './key-roster.js';

/** Reads a key's record by its hash. */
export type ReadKey = (hash: string) => Promise<ApiKeyRecord | undefined>;

/** Too many unknown keys arrived: one that is not in the roster has to wait. */
export class UnknownKeyLimitError extends Error {
  override name = 'UnknownKeyLimitError';
}

/**
 * Finds the owner of a key. A revoked key stays valid for at most {@link DIRECTORY_TTL_MS} longer. Unknown
 * keys are cached separately from known ones, so that they cannot evict these.
 *
 * Made-up keys cost at most {@link MAX_UNKNOWN_KEYS_PER_MINUTE} reads. Beyond that, keys that are
 * new to this instance are looked up only if the roster has them, so owners still get in. Throws
 * {@link UnknownKeyLimitError} for the others, or whatever `readKey` and `listKeys` throw.
 */
export function createKeyDirectory(
  readKey: ReadKey,
  listKeys: ListKeys,
  now: () => number = Date.now,
) {
  const known = createCachedLookup<ApiKeyRecord | undefined>({
    load: readKey,
    now,
    ttlMs: DIRECTORY_TTL_MS,
    max: MAX_REMEMBERED,
    // A revocation must take effect even while Firestore is unavailable.
    onFailure: 'fail',
    cooldownMs: 0,
  });
  const unknown = new LRUCache<string, number>({ max: MAX_REMEMBERED });
  const roster = new KeyRoster(listKeys, now);
  let minute = 0;
  let unknownKeys = 0;

  return async (hash: string): Promise<ApiKeyRecord | undefined> => {
    const unknownUntil = unknown.get(hash);
    if (unknownUntil !== undefined && now() < unknownUntil) return undefined;
    if (!known.remembers(hash) && !takeUnknownKey() && (await roster.has(hash)) !== true) {
      throw new UnknownKeyLimitError();
    }
    const record = await known.get(hash);
    if (record !== undefined) return record;
    known.forget(hash);
    unknown.set(hash, now() + DIRECTORY_TTL_MS);
    return undefined;
  };

  /** Whether another unknown key may be looked up this minute. */
  function takeUnknownKey(): boolean {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) {
      minute = current;
      unknownKeys = 0;
    }
    if (unknownKeys >= MAX_UNKNOWN_KEYS_PER_MINUTE) return false;
    unknownKeys += 1;
    return true;
  }
}
