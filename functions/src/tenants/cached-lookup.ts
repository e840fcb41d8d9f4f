import { LRUCache } from 'lru-cache';

export interface CachedLookupOptions<V> {
  load: (key: string) => Promise<V>;
  now: () => number;
  ttlMs: number;
  /** The maximum number of entries; the least recently used are evicted. */
  max: number;
  /**
   * What to do while loading fails: `stale` returns the last known value, `fail` throws. Either way
   * it does not try again for `cooldownMs`.
   */
  onFailure: 'stale' | 'fail';
  cooldownMs: number;
}

type Entry<V> = { loaded: { value: V } | undefined; failure: unknown; until: number };

export interface CachedLookup<V> {
  get(key: string): Promise<V>;
  /** Whether it was ever loaded, however long ago, and has not been evicted. */
  remembers(key: string): boolean;
  forget(key: string): void;
}

/** Caches values for a while, in bounded memory; concurrent callers share one load. */
export function createCachedLookup<V>(options: CachedLookupOptions<V>): CachedLookup<V> {
  const { load, now, ttlMs, max, onFailure, cooldownMs } = options;
  const entries = new LRUCache<string, Entry<V>>({ max });
  const loading = new Map<string, Promise<Entry<V>>>();

  const refresh = async (key: string): Promise<Entry<V>> => {
    let entry: Entry<V>;
    try {
      entry = { loaded: { value: await load(key) }, failure: undefined, until: now() + ttlMs };
    } catch (failure) {
      const known = onFailure === 'stale' ? entries.get(key)?.loaded : undefined;
      entry = { loaded: known, failure, until: now() + cooldownMs };
    }
    if (entry.loaded !== undefined || cooldownMs > 0) entries.set(key, entry);
    return entry;
  };

  const refreshOnce = (key: string): Promise<Entry<V>> => {
    const underway = loading.get(key);
    if (underway !== undefined) return underway;
    const started = refresh(key).finally(() => loading.delete(key));
    loading.set(key, started);
    return started;
  };

  return {
    get: async (key) => {
      const known = entries.get(key);
      const entry = known !== undefined && now() < known.until ? known : await refreshOnce(key);
      if (entry.loaded === undefined) throw entry.failure;
      return entry.loaded.value;
    },
    remembers: (key) => entries.has(key),
    forget: (key) => {
      entries.delete(key);
    },
  };
}
