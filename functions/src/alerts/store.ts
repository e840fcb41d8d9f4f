import type { Alert, NoticeLine } from '../contract/alert.js';

/** Times are in milliseconds since 1970. */

/** The latest notice of an alert, and how far its logs are counted. */
export interface AlertState {
  /** Notices made so far. */
  notices: number;
  /** The id of the last notice. */
  noticeId: string;
  /** The targets of the last notice. */
  targets: readonly string[];
  /** The batches that triggered it, or {@link ABSENCE}. A redelivered batch resends the notice. */
  firedBy: readonly string[];
  /** Whether the notice was published for every target. */
  isSent: boolean;
  /** Logs received before this time make no notice. */
  quietUntil: number;
  /** Logs received up to this time are already in a notice. */
  countedTo: number;
}

export const ABSENCE = 'absence';

/** The logs of one message that match an alert. */
export interface MatchedBatch {
  /** Identifies the message, the same for each delivery. */
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

/** Both ends are exclusive. */
export interface Between {
  after: number;
  before: number;
}

/** Everything that a decision depends on, read at one point in time. */
export interface Known {
  /** By the store's clock, which all instances share. */
  now: number;
  alert: Alert;
  state: AlertState | undefined;
  /**
   * For an alert on the absence of logs: since when there has been none, and when that is too long.
   */
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

/** The next step for an alert. */
export type Verdict =
  | Firing
  /** The last notice may not have been published. */
  | { kind: 'resend'; state: AlertState }
  | { kind: 'quiet'; until: number; countedTo: number; isSent: boolean }
  /** Somebody changed the alert: judge again by its new condition. */
  | { kind: 'changed'; condition: Alert['condition'] }
  | { kind: 'early' };

export type Fired =
  Exclude<Verdict, Firing> | { kind: 'fired'; state: AlertState } | { kind: 'gone' };

/** Identifies an alert by its tenant and id. */
export interface AlertAddress {
  tenantId: string;
  alertId: string;
}

/** The state kept for alerts while their logs are counted. */
export interface AlertStore {
  readState(alert: AlertAddress): Promise<AlertState | undefined>;
  /** One write; adds logs that an earlier delivery of the batch did not have. */
  addMatches(alert: AlertAddress, batch: MatchedBatch, expiresAt: number): Promise<void>;
  /** The number of logs in all batches; one read per 1,000 batches. */
  countMatches(alert: AlertAddress, between: Between): Promise<number>;
  /** The oldest first, at most `most`; one read each. */
  listMatches(alert: AlertAddress, between: Between, most: number): Promise<CountedBatch[]>;
  readLines(alert: AlertAddress, batches: readonly string[]): Promise<NoticeLine[]>;
  /**
   * Decides and, if the alert fires, makes the notice, in one transaction: of several concurrent
   * calls, only one fires. `gone`: the alert does not exist, or its tenant was deleted.
   */
  fire(alert: AlertAddress, decide: (known: Known) => Verdict): Promise<Fired>;
  /** Records that the notice was published for all its targets. */
  markSent(alert: AlertAddress, noticeId: string): Promise<void>;

  /** Records that a log was received for an alert on the absence of logs. */
  markSeen(alert: AlertAddress, receivedAt: number): Promise<void>;
  /** Alerts that may have waited long enough. */
  listDue(now: number, most: number): Promise<AlertAddress[]>;
  /** Puts off the next look at the alert until then. */
  postpone(alert: AlertAddress, until: number): Promise<void>;
  /** Keeps it if the alert waits for the absence of logs after all. */
  forgetAbsence(alert: AlertAddress): Promise<void>;
}
