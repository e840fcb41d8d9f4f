import type { Instant } from '../contract/instant.js';
import type { Severity } from '../contract/severity-names.js';
import { MAX_DISJUNCTIONS } from '../limits.js';
import type { Level } from './level.js';

/** Includes `from`, excludes `to`; unbounded if one is absent. */
export interface TimeRange {
  from?: Instant;
  to?: Instant;
}

/**
 * A query to Firestore: logs of these shards that meet all of these conditions, ordered by time and
 * then by id, newest first unless stated otherwise. Each form has its composite index, and there
 * are no others (`firestore.indexes.json`, which a test compares with them). A list is an `in`; the
 * product of their lengths is at most `MAX_DISJUNCTIONS`.
 */
export interface LogQuery extends TimeRange {
  shards: readonly number[];
  /** `terms` contains one of them. Goes with `levels`, which are part of the same index. */
  terms?: readonly string[];
  levels?: readonly Level[];
  /** Not combined with `terms`. */
  severities?: readonly Severity[];
  /** Not combined with `terms`. */
  source?: string;
  /** Only with no condition but the time. */
  oldestFirst?: boolean;
}

/** A log's position in the order. */
export interface Position {
  time: Instant;
  log_id: string;
}

/** The number of disjunctions, multiplied out: Firestore accepts `MAX_DISJUNCTIONS`. */
export function disjunctions({ shards, terms, levels, severities }: LogQuery): number {
  return [shards, terms, levels, severities].reduce(
    (product, list) => product * (list?.length ?? 1),
    1,
  );
}

/** The same query, split into as many shards at a time as Firestore accepts. */
export function splitShards(query: LogQuery): LogQuery[] {
  const { shards } = query;
  const perShard = disjunctions({ ...query, shards: [0] });
  // Contradictory conditions: there is nothing to query.
  if (perShard === 0) return [];
  const atOnce = Math.max(1, Math.floor(MAX_DISJUNCTIONS / perShard));
  return Array.from({ length: Math.ceil(shards.length / atOnce) }, (_, at) => ({
    ...query,
    shards: shards.slice(at * atOnce, (at + 1) * atOnce),
  }));
}

/** Whether no log can match two of these queries, which are parts of one question. */
export function areDisjoint(queries: readonly LogQuery[]): boolean {
  // Shards share no logs; terms can.
  return new Set(queries.map(({ terms }) => terms)).size <= 1;
}

/** Negative if `a` is earlier. */
export function compareInstants(a: Instant, b: Instant): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}

/**
 * Negative if `a` is later, as logs are listed newest first: by time, then by id, both descending.
 */
export function newestFirst(a: Position, b: Position): number {
  return compareInstants(b.time, a.time) || compareIds(b.log_id, a.log_id);
}

/** By UTF-16 units, which for ids (ASCII) is Firestore's order. */
const compareIds = (a: string, b: string) => (a < b ? -1 : Number(a > b));

export function isInRange(time: Instant, { from, to }: TimeRange): boolean {
  return (
    (from === undefined || compareInstants(time, from) >= 0) &&
    (to === undefined || compareInstants(time, to) < 0)
  );
}
