import { accountOf, ingressOf, parameters, switchOf, valueOf } from './parameters.js';

// Turns the parameters of `parameters.ts` into function options and handler settings.

/** Where the functions run. Any region with Cloud Functions (2nd gen). */
export const region = parameters.REGION;

/** Topic between `ingest` and `processLogs`. */
export const topic = parameters.PUBSUB_TOPIC;

/** Topic for messages that could not be processed. */
export const deadLetterTopic = parameters.PUBSUB_DEAD_LETTER_TOPIC;

/** Topic for logs that match alerts, between `processLogs` and `countAlerts`. */
export const alertsTopic = parameters.PUBSUB_ALERTS_TOPIC;

/** Topic for notices, one message per target. */
export const noticesTopic = parameters.PUBSUB_NOTICES_TOPIC;

export const ingestRuns = {
  serviceAccount: parameters.INGEST_SERVICE_ACCOUNT,
  minInstances: parameters.INGEST_MIN_INSTANCES,
  maxInstances: parameters.INGEST_MAX_INSTANCES,
  ingressSettings: ingressOf('INGEST_INGRESS'),
};

export const workerRuns = {
  serviceAccount: parameters.WORKER_SERVICE_ACCOUNT,
  minInstances: parameters.WORKER_MIN_INSTANCES,
  maxInstances: parameters.WORKER_MAX_INSTANCES,
};

export const recorderRuns = {
  serviceAccount: parameters.RECORDER_SERVICE_ACCOUNT,
  maxInstances: parameters.RECORDER_MAX_INSTANCES,
};

export const alertRuns = {
  serviceAccount: parameters.ALERTS_SERVICE_ACCOUNT,
  maxInstances: parameters.ALERTS_MAX_INSTANCES,
};

const absenceAccount = accountOf('ALERTS_SERVICE_ACCOUNT');

export const absenceRuns = {
  ...(absenceAccount !== undefined && { serviceAccount: absenceAccount }),
};

export const noticeRuns = {
  serviceAccount: parameters.NOTICES_SERVICE_ACCOUNT,
  maxInstances: parameters.NOTICES_MAX_INSTANCES,
};

/** The functions that admins call. Only testing an alert and replaying may publish, each to its topic. */
export const consoleRuns = {
  serviceAccount: parameters.CONSOLE_SERVICE_ACCOUNT,
  maxInstances: parameters.CONSOLE_MAX_INSTANCES,
  ingressSettings: ingressOf('CONSOLE_INGRESS'),
  // Firebase needs its value while this file loads, as for the ingress.
  enforceAppCheck: switchOf('CONSOLE_APP_CHECK'),
};

export const replayRuns = { ...consoleRuns, serviceAccount: parameters.REPLAY_SERVICE_ACCOUNT };

export const testAlertRuns = { ...consoleRuns, serviceAccount: parameters.ALERTS_SERVICE_ACCOUNT };

export interface Settings {
  topic: string;
  deadLetterTopic: string;
  alertsTopic: string;
  noticesTopic: string;
  /** Where readers find the page; `undefined` for the project's own address. */
  pageUrl: string | undefined;
  /** Collection from which mails are sent; `undefined`: none are sent. */
  mailCollection: string | undefined;
  /** Lowest severity of the functions' own logs. */
  logLevel: string;
  /**
   * Who may write. `api_key`: anyone with a tenant's key. `open`: anyone, for the tenant that
   * the request names; meant for the emulators. Any other value counts as `api_key`.
   */
  ingestAuth: 'api_key' | 'open';
  /** Origins whose web pages may call `ingest`; `*` stands for any. */
  corsOrigins: string[];
  /** Required audience of tokens of Google's service accounts; `undefined`: no token is accepted. */
  pushAudience: string | undefined;
  /** How long `ingest` waits for Pub/Sub's acknowledgement before it answers 503. */
  publishTimeoutMs: number;
  /** How long a worker waits for Firestore before it leaves a message to be redelivered. */
  storeTimeoutMs: number;
  /** How often an `attempts_exhausted` letter is sent back before it waits for a person. */
  healRounds: number;
  /** How long it waits before it is sent back a second time. */
  healWaitSeconds: number;
  /** Maximum instances of `recordDeadLetters`: its healing rate is divided among them. */
  recorderInstances: number;
  /** Quota of a tenant whose own settings name none; 0 for no limit. */
  quota: { requests_per_minute: number; bytes_per_minute: number; logs_per_minute: number };
  /** Defaults for the kinds of redaction that a tenant can turn off; the others are always on. */
  redaction: { ip: boolean; mac: boolean };
}

/** The values that hold in this process. */
export function settings(): Settings {
  return {
    topic: valueOf('PUBSUB_TOPIC'),
    deadLetterTopic: valueOf('PUBSUB_DEAD_LETTER_TOPIC'),
    alertsTopic: valueOf('PUBSUB_ALERTS_TOPIC'),
    noticesTopic: valueOf('PUBSUB_NOTICES_TOPIC'),
    pageUrl: valueOf('ALERT_PAGE_URL') || undefined,
    mailCollection: valueOf('ALERT_MAIL_COLLECTION') || undefined,
    logLevel: valueOf('LOG_LEVEL'),
    ingestAuth: valueOf('INGEST_AUTH') === 'open' ? 'open' : 'api_key',
    corsOrigins: valueOf('INGEST_CORS_ORIGINS')
      .split(/[\s,]+/)
      .filter((origin) => origin !== ''),
    pushAudience: valueOf('PUBSUB_PUSH_AUDIENCE') || undefined,
    publishTimeoutMs: valueOf('PUBLISH_TIMEOUT_MS'),
    storeTimeoutMs: valueOf('STORE_TIMEOUT_MS'),
    healRounds: valueOf('HEAL_ROUNDS'),
    healWaitSeconds: valueOf('HEAL_WAIT_SECONDS'),
    recorderInstances: valueOf('RECORDER_MAX_INSTANCES'),
    quota: {
      requests_per_minute: valueOf('QUOTA_REQUESTS_PER_MINUTE'),
      bytes_per_minute: valueOf('QUOTA_BYTES_PER_MINUTE'),
      logs_per_minute: valueOf('QUOTA_LOGS_PER_MINUTE'),
    },
    redaction: { ip: valueOf('REDACT_IP'), mac: valueOf('REDACT_MAC') },
  };
}

/** `(default)`, or the id of the gateway's own database. */
export function databaseId(): string {
  return valueOf('FIRESTORE_DATABASE');
}
