import type { Chosen } from '../../../functions/src/search/choose-plan.js';
import type { TimeRange } from '../../../functions/src/search/log-query.js';
import type { Query } from '../../../functions/src/search/query.js';
import type { Log } from '../documents/log.js';

/** A question to a tenant's logs. */
export interface Wanted {
  query: Query;
  range: TimeRange;
  /** Reads even where it has to look through much. */
  agreed: boolean;
}

export interface FeedState {
  /** What the reader sees, in the order asked for. */
  logs: readonly Log[];
  /** How many have come since it was paused. */
  waiting: number;
  paused: boolean;
  /**
   * `asking`: it would read much, and the reader is to agree first. `cached`: without a connection,
   * what was loaded before.
   */
  status: 'loading' | 'asking' | 'live' | 'cached' | 'failed';
  /** What ended it, where the status is `failed`. */
  error?: unknown;
  /**
   * Whether there are more: to be loaded, on their way, none, none that fit, or perhaps some behind
   * all that were looked through so far.
   */
  older: 'more' | 'loading' | 'none' | 'full' | 'reads';
  /** How it is answered, once that is known. */
  chosen?: Chosen;
  /** Documents read, and reads of counts. */
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
  /** Looks for logs that came late among those that are not listened to. */
  lookForLate: () => Promise<void>;
  stop: () => void;
}
