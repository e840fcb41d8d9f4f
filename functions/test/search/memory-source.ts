import {
  compareInstants,
  type LogQuery,
  newestFirst,
  type Position,
} from '../../src/search/log-query.js';
import { type Level, levelOf } from '../../src/search/level.js';
import type { LogSource, StoredLog } from '../../src/search/log-source.js';
import { shardOf } from '../../src/search/shard.js';
import { termsOf } from '../../src/search/terms.js';
import type { ReaderSettings } from '../../src/contract/reader-settings.js';

interface Indexed<L extends StoredLog> {
  log: L;
  shard: number;
  terms: ReadonlySet<string>;
  level: Level;
}

/** Serves logs as Firestore does, and counts what it would bill. */
export interface MemorySource<L extends StoredLog = StoredLog> extends LogSource<L> {
  reads(): number;
  queries: LogQuery[];
}

export function memorySource<L extends StoredLog>(
  logs: readonly L[],
  { shards, search }: Pick<ReaderSettings, 'shards' | 'search'>,
): MemorySource<L> {
  const indexed = logs
    .map((log): Indexed<L> => ({
      log,
      shard: shardOf(log.log_id, shards),
      terms: new Set(termsOf(log, search)),
      level: levelOf(log.severity),
    }))
    .toSorted((a, b) => newestFirst(a.log, b.log));
  const queries: LogQuery[] = [];
  let reads = 0;
  const find = (query: LogQuery) => {
    queries.push(query);
    const found = indexed.filter((one) => meets(one, query)).map(({ log }) => log);
    return query.oldestFirst === true ? found.toReversed() : found;
  };
  return {
    queries,
    reads: () => reads,
    page: (query, limit, after) => {
      const page = find(query)
        .filter((log) => after === undefined || isBehind(log, after, query))
        .slice(0, limit);
      reads += Math.max(1, page.length);
      return Promise.resolve(page);
    },
    count: (query, upTo = Infinity) => {
      const count = Math.min(upTo, find(query).length);
      reads += Math.max(1, Math.ceil(count / 1000));
      return Promise.resolve(count);
    },
    get: (logId) => {
      reads += 1;
      return Promise.resolve(logs.find(({ log_id }) => log_id === logId));
    },
  };
}

function meets({ log, shard, terms, level }: Indexed<StoredLog>, query: LogQuery): boolean {
  const { from, to, severities, source } = query;
  return (
    query.shards.includes(shard) &&
    (query.terms === undefined || query.terms.some((term) => terms.has(term))) &&
    (query.levels === undefined || query.levels.includes(level)) &&
    (severities === undefined ||
      (log.severity !== undefined && severities.includes(log.severity))) &&
    (source === undefined || log.source === source) &&
    (from === undefined || compareInstants(log.time, from) >= 0) &&
    (to === undefined || compareInstants(log.time, to) < 0)
  );
}

function isBehind(log: Position, after: Position, { oldestFirst }: LogQuery): boolean {
  const order = newestFirst(log, after);
  return oldestFirst === true ? order < 0 : order > 0;
}
