import type { Chosen } from '../../../functions/src/search/choose-plan.js';
import type { TimeRange } from '../../../functions/src/search/log-query.js';
import type { Query } from '../../../functions/src/search/query.js';
import type { Log } from '../documents/log.js';

/** A query of a tenant's logs. */
export interface Wanted {
  query: Query;
  range: TimeRange;
  /** Whether to read even if much has to be searched. */
  agreed: boolean;
}

export interface FeedState {
  /** What the reader sees, in the requested order. */
  logs: readonly Log[];
  /** How many have arrived since it was paused. */
  waiting: number;
  paused: boolean;
  /**
   * `asking`: the reader has to agree to reading much. `cached`: offline, showing earlier results.
   */
  status: 'loading' | 'asking' | 'live' | 'cached' | 'failed';
  /** The cause, if the status is `failed`. */
  error?: unknown;
  /**
   * Whether there are more: ready to load, loading, none, none that fit, or possibly some beyond
   * what has been searched so far.
   */
  older: 'more' | 'loading' | 'none' | 'full' | 'reads';
  /** How the query is answered, once that is known. */
  chosen?: Chosen;
  /** Documents read, plus reads spent on counting. */
  read: number;
  counts: number;
}

export const LOADING: FeedState = {
  logs: [],
  waiting: 0,
  paused: false,
  status: 'loading',
  older: 'none',
  read: 0,
  counts: 0,
};

export interface LogFeed {
  pause: () => void;
  resume: () => void;
  loadOlder: () => Promise<void>;
  /** Checks for late logs outside the range that is listened to. */
  lookForLate: () => Promise<void>;
  stop: () => void;
}
