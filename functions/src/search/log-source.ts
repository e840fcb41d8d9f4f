import type { LogQuery, Position } from './log-query.js';
import type { SearchableLog } from './log-view.js';

/** A log with its position in the order. */
export type StoredLog = SearchableLog & Position;

/**
 * Where logs are read from: Firestore, by the web SDK on the page and by its REST API in commands.
 */
export interface LogSource<L extends StoredLog = StoredLog> {
  /**
   * At most `limit` logs of a query in its order, from behind `after`. One read each, at least one.
   */
  page(query: LogQuery, limit: number, after?: Position): Promise<L[]>;
  /** How many there are, counted no further than `upTo`. One read per 1,000, at least one. */
  count(query: LogQuery, upTo?: number): Promise<number>;
  /** Finds a log by its id, or by the id that its client gave it. One read. */
  get(logId: string): Promise<L | undefined>;
}
