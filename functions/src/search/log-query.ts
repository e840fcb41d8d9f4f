import type { Instant } from '../contract/instant.js';
import type { Severity } from '../contract/severity-names.js';
import { MAX_DISJUNCTIONS } from '../limits.js';
import type { Level } from './level.js';

/** From `from` on, and before `to`; open where one is absent. */
export interface TimeRange {
  from?: Instant;
  to?: Instant;
}

/**
 * What Firestore is asked: the logs of these shards and all of these conditions, by time and then
 * by id, newest first unless it says otherwise. Each form has its composite index, and no other is made
 * (`firestore.indexes.json`, which a test holds against them). A list is an `in`; its lengths
 * multiplied are at most `MAX_DISJUNCTIONS`.
 */
export interface LogQuery extends TimeRange {
  shards: readonly number[];
  /** `terms` holds one of them. Comes with `levels`, which are part of the same index. */
  terms?: readonly string[];
  levels?: readonly Level[];
  /** Not with `terms`. */
  severities?: readonly Severity[];
  /** Not with `terms`. */
  source?: string;
  /** Only without any other condition than the time. */
  oldestFirst?: boolean;
}

/** Where in the order a log stands. */
export interface Position {
  time: Instant;
  log_id: string;
}

/** Conditions of a query, multiplied out: Firestore takes `MAX_DISJUNCTIONS`. */
export function disjunctions({ shards, terms, levels, severities }: LogQuery): number {
  return [shards, terms, levels, severities].reduce(
    (product, list) => product * (list?.length ?? 1),
    1,
  );
}

/** The same question, to as many shards at once as Firestore takes. */
export function splitShards(query: LogQuery): LogQuery[] {
  const { shards } = query;
  const perShard = disjunctions({ ...query, shards: [0] });
  // Conditions that exclude one another: there is nothing to ask for.
  if (perShard === 0) return [];
  const atOnce = Math.max(1, Math.floor(MAX_DISJUNCTIONS / perShard));
  return Array.from({ length: Math.ceil(shards.length / atOnce) }, (_, at) => ({
    ...query,
    shards: shards.slice(at * atOnce, (at + 1) * atOnce),
  }));
}

/** Whether no log is in the answers of two of these queries, which are parts of one question. */
export function areDisjoint(queries: readonly LogQuery[]): boolean {
  // Shards have no log in common; terms do.
  return new Set(queries.map(({ terms }) => terms)).size <= 1;
}

/** Negative where `a` is earlier. */
export function compareInstants(a: Instant, b: Instant): number {
  return a.seconds - b.seconds || a.nanos - b.nanos;
}

/** Negative where `a` is later, as logs stand newest first: by time, then by id, both downwards. */
export function newestFirst(a: Position, b: Position): number {
  return compareInstants(b.time, a.time) || compareIds(b.log_id, a.log_id);
}

/** By UTF-16 units, which for an id (ASCII) is Firestore's order. */
const compareIds = (a: string, b: string) => (a < b ? -1 : Number(a > b));

export function isInRange(time: Instant, { from, to }: TimeRange): boolean {
  return (
    (from === undefined || compareInstants(time, from) >= 0) &&
    (to === undefined || compareInstants(time, to) < 0)
  );
}
