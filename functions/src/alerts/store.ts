import type { Alert, NoticeLine } from '../contract/alert.js';

/** Times are in milliseconds since 1970. */

/** What a tenant's alert last did. */
export interface AlertState {
  /** Notices by now. */
  notices: number;
  /** The last of them. */
  noticeId: string;
  /** Its targets. */
  targets: readonly string[];
  /** What made it: the names of batches, or {@link ABSENCE}. Whoever comes again sends it again. */
  firedBy: readonly string[];
  /** Whether all of it is on its way. */
  isSent: boolean;
  /** No notice of what was received before. */
  quietUntil: number;
  /** What was received until then is in a notice. */
  countedTo: number;
}

export const ABSENCE = 'absence';

/** What one message brought of an alert. */
export interface MatchedBatch {
  /** Names the message, at each of its deliveries. */
  batch: string;
  receivedAt: number;
  /** Hashes of the logs' ids. */
  logs: readonly string[];
  lines: readonly NoticeLine[];
}

export interface CountedBatch {
  batch: string;
  receivedAt: number;
  logs: number;
}

/** Both ends left out. */
export interface Between {
  after: number;
  before: number;
}

/** All that a decision rests on, read at one time. */
export interface Known {
  /** By the store's clock, which is the same for all instances. */
  now: number;
  alert: Alert;
  state: AlertState | undefined;
  /** Of an alert that waits for no log: since when there was none, and when that is too long. */
  absence: { since: number; dueAt: number } | undefined;
}

export interface Firing {
  kind: 'fires';
  by: readonly string[];
  count: number;
  from: number;
  to: number;
  lines: readonly NoticeLine[];
}

/** What is to be done about an alert now. */
export type Verdict =
  | Firing
  /** The last notice may not be on its way. */
  | { kind: 'resend'; state: AlertState }
  | { kind: 'quiet'; until: number; countedTo: number; isSent: boolean }
  /** Somebody changed it: it is judged by what holds now. */
  | { kind: 'changed'; condition: Alert['condition'] }
  | { kind: 'early' };

export type Fired =
  Exclude<Verdict, Firing> | { kind: 'fired'; state: AlertState } | { kind: 'gone' };

/** An alert by its tenant. */
export interface AlertAddress {
  tenantId: string;
  alertId: string;
}

/** What is kept of alerts while they are counted. */
export interface AlertStore {
  readState(alert: AlertAddress): Promise<AlertState | undefined>;
  /** One write; logs that an earlier delivery of the batch did not have are added. */
  addMatches(alert: AlertAddress, batch: MatchedBatch, expiresAt: number): Promise<void>;
  /** Logs of all batches; a read for 1,000 of these. */
  countMatches(alert: AlertAddress, between: Between): Promise<number>;
  /** The oldest first, at most so many; a read each. */
  listMatches(alert: AlertAddress, between: Between, most: number): Promise<CountedBatch[]>;
  readLines(alert: AlertAddress, batches: readonly string[]): Promise<NoticeLine[]>;
  /**
   * Decides and, where it fires, makes the notice, in one transaction: of several at once one alone
   * fires. `gone`: there is no such alert, or its tenant was deleted.
   */
  fire(alert: AlertAddress, decide: (known: Known) => Verdict): Promise<Fired>;
  /** The notice is on its way to all of its targets. */
  markSent(alert: AlertAddress, noticeId: string): Promise<void>;

  /** A log that an alert waits for none of was received. */
  markSeen(alert: AlertAddress, receivedAt: number): Promise<void>;
  /** Alerts that may have waited long enough. */
  listDue(now: number, most: number): Promise<AlertAddress[]>;
  /** Not to be looked at before. */
  postpone(alert: AlertAddress, until: number): Promise<void>;
  /** Unless it waits for no log nevertheless. */
  forgetAbsence(alert: AlertAddress): Promise<void>;
}
