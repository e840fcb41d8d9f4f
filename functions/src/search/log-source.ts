import type { LogQuery, Position } from './log-query.js';
import type { SearchableLog } from './log-view.js';

/** A log with its place in the order. */
export type StoredLog = SearchableLog & Position;

/** Where logs are read from: Firestore, by the web SDK in the page and by its REST API in commands. */
export interface LogSource<L extends StoredLog = StoredLog> {
  /** At most `limit` logs of a query in its order, those behind `after`. A read each, one at least. */
  page(query: LogQuery, limit: number, after?: Position): Promise<L[]>;
  /** How many there are, counted no further than `upTo`. A read for every 1,000, one at least. */
  count(query: LogQuery, upTo?: number): Promise<number>;
  /** By its id, or by the one that its client gave it. One read. */
  get(logId: string): Promise<L | undefined>;
}
