import { LRUCache } from 'lru-cache';

import type { ApiKeyRecord } from '../contract/tenant.js';
import { DIRECTORY_TTL_MS, MAX_REMEMBERED, MAX_UNKNOWN_KEYS_PER_MINUTE } from '../limits.js';
import { createCachedLookup } from './cached-lookup.js';

/** Reads what is stored of a key by its hash. */
export type ReadKey = (hash: string) => Promise<ApiKeyRecord | undefined>;

/** So many keys that nobody knows came that new ones have to wait. */
export class UnknownKeyLimitError extends Error {
  override name = 'UnknownKeyLimitError';
}

/**
 * Finds whose key it is. A revoked key holds for at most {@link DIRECTORY_TTL_MS} longer. Unknown
 * keys are remembered apart from known ones, so that they push none of these out. How many keys are
 * looked up a minute that this instance never saw is bounded, far above what anybody gets past it:
 * made-up keys cost a read each, and shut no owner out. Throws {@link UnknownKeyLimitError}, or what
 * `readKey` throws.
 */
export function createKeyDirectory(readKey: ReadKey, now: () => number = Date.now) {
  const known = createCachedLookup<ApiKeyRecord | undefined>({
    load: readKey,
    now,
    ttlMs: DIRECTORY_TTL_MS,
    max: MAX_REMEMBERED,
    // A revocation must not wait for Firestore to come back.
    onFailure: 'fail',
    cooldownMs: 0,
  });
  const unknown = new LRUCache<string, number>({ max: MAX_REMEMBERED });
  let minute = 0;
  let unknownKeys = 0;

  return async (hash: string): Promise<ApiKeyRecord | undefined> => {
    const unknownUntil = unknown.get(hash);
    if (unknownUntil !== undefined && now() < unknownUntil) return undefined;
    if (!known.remembers(hash)) countUnknownKey();
    const record = await known.get(hash);
    if (record !== undefined) return record;
    known.forget(hash);
    unknown.set(hash, now() + DIRECTORY_TTL_MS);
    return undefined;
  };

  function countUnknownKey(): void {
    const current = Math.floor(now() / 60_000);
    if (current !== minute) {
      minute = current;
      unknownKeys = 0;
    }
    if (unknownKeys >= MAX_UNKNOWN_KEYS_PER_MINUTE) throw new UnknownKeyLimitError();
    unknownKeys += 1;
  }
}
