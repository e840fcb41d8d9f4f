import type { SearchMode } from '../../../functions/src/contract/reader-settings.js';
import type { OriginalText } from './sample.js';

/** What is sent in a month, and how it is kept. */
export interface Workload {
  logsPerMonth: number;
  /** A log's text in UTF-8. */
  bytes: number;
  /** Logs a request. */
  batch: number;
  tenants: number;
  /** Days until Firestore deletes a log; 0 for never, which is counted as the storage of a year. */
  retentionDays: number;
  originalText: OriginalText;
  /** What is indexed for search. */
  search: SearchMode;
  /** Part of the logs that become dead letters. */
  deadLetters: number;
  /** Days that dead letters stay unacknowledged in their subscription. */
  deadLetterBacklogDays: number;
  /** Hours a month, in one piece, in which Firestore is away and messages become letters. */
  outageHours: number;
  /** Part of the messages that hold a log which an alert asks for. */
  alertMatches: number;
}

/**
 * What the model assumes. CPU times are measured, on a machine other than Cloud Run's, as
 * `docs/cost.md` says. The rest is assumed.
 */
export interface Assumptions {
  /** CPU milliseconds of `ingest`, for a request and for each log in it. */
  ingestCpuMs: { request: number; log: number };
  /** The same of `processLogs`, for a message and for each log in it. */
  workerCpuMs: { message: number; log: number };
  /** How long `ingest` waits for Pub/Sub, in milliseconds. */
  publishMs: number;
  /**
   * How long the worker waits for Firestore, in milliseconds: once for as many logs as it writes at
   * once (`LOGS_WRITTEN_AT_ONCE` of `model.ts`).
   */
  storeMs: number;
  /** Part of an instance's CPU that Cloud Run fills before it starts another. */
  cpuTarget: number;
  /** Bytes of an answer of `ingest` with its headers, for a request and for each log in it. */
  answerBytes: { request: number; log: number };
  /** Bytes in Cloud Logging: of a request to Cloud Run, and of a line of the functions' own. */
  loggedBytes: { request: number; line: number };
  /** Whether requests to Cloud Run are logged, as they are unless an exclusion says otherwise. */
  requestLogs: boolean;
  /** Part of the functions' lines of success that is stored: 1 unless an exclusion says otherwise. */
  successLines: number;
}

export const ASSUMED: Assumptions = {
  ingestCpuMs: { request: 0.34, log: 0.012 },
  workerCpuMs: { message: 0.38, log: 0.05 },
  publishMs: 20,
  storeMs: 30,
  cpuTarget: 0.6,
  answerBytes: { request: 400, log: 39 },
  loggedBytes: { request: 1_000, line: 700 },
  requestLogs: true,
  successLines: 1,
};
