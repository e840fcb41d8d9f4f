import assert from 'node:assert/strict';

import { DEFAULT_READER_SETTINGS } from '../../../functions/src/contract/reader-settings.js';
import { parseQuery } from '../../../functions/src/search/parse-query.js';
import type { Query } from '../../../functions/src/search/query.js';
import { memorySource } from '../../../functions/test/search/memory-source.js';
import type { Log } from '../../src/documents/log.js';
import type { Listening, LogReader } from '../../src/firebase/log-reader.js';

/**
 * A reader of stored logs, by the conditions that Firestore would get. It notifies its listeners
 * of changes on request.
 */
export function readerOf(stored: Log[], shards = DEFAULT_READER_SETTINGS.shards) {
  const listeners = new Set<() => void>();
  const cached = new Set<() => void>();
  let failAll: ((error: unknown) => void)[] = [];
  const settings = { ...DEFAULT_READER_SETTINGS, shards };
  let indexed = memorySource(stored, settings);
  let size = stored.length;
  const source = () => {
    if (size !== stored.length) indexed = memorySource(stored, settings);
    size = stored.length;
    return indexed;
  };
  const asked: number[] = [];
  const reader: LogReader = {
    settings,
    page: (query, limit, after) => {
      asked.push(limit);
      return source().page(query, limit, after);
    },
    count: (query, upTo) => source().count(query, upTo),
    get: (id) => source().get(id),
    restrictedOriginal: () => Promise.resolve(undefined),
    listen: (query, limit, on: Listening) => {
      let window: readonly Log[] = [];
      const tell = async (fromCache: boolean) => {
        const next = await source().page(query, limit);
        const ids = (logs: readonly Log[]) => new Set(logs.map(({ log_id }) => log_id));
        const [before, now] = [ids(window), ids(next)];
        const added = next.filter(({ log_id }) => !before.has(log_id));
        const removed = window.filter(({ log_id }) => !now.has(log_id));
        window = next;
        on.next({ window, added, removed, limit, fromCache });
      };
      const live = () => void tell(false);
      const cache = () => void tell(true);
      listeners.add(live);
      cached.add(cache);
      failAll.push(on.failed);
      return () => {
        listeners.delete(live);
        cached.delete(cache);
        failAll = [];
      };
    },
  };
  return {
    reader,
    asked,
    listeners,
    tell: async (fromCache = false) => {
      await settled();
      for (const tellOne of fromCache ? cached : listeners) tellOne();
      await settled();
    },
    fail: async (error: unknown) => {
      await settled();
      for (const fail of failAll) fail(error);
    },
  };
}

export const settled = async () => {
  for (let round = 0; round < 5; round += 1) {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
};

export function queryOf(text: string): Query {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok, text);
  return parsed.query;
}
