import { defineBoolean, defineInt, defineString, select } from 'firebase-functions/params';

/**
 * Every parameter of the gateway, but for how its functions run (`run-options.ts`). A value comes from `functions/.env`, which has the defaults, from
 * `functions/.env.PROJECT` or, in the emulators only, `functions/.env.local`; without one the default holds. Pass a
 * parameter unresolved into a function's options; in a handler call {@link settings}, since at
 * deployment there is no value yet.
 */
const DEFAULTS = {
  region: 'us-central1',
  topic: 'log-ingestion',
  deadLetterTopic: 'log-ingestion-dlq',
  logLevel: 'INFO',
  ingestAuth: 'api_key',
  corsOrigins: '',
  pushAudience: '',
  publishTimeoutMs: 10_000,
  storeTimeoutMs: 20_000,
  healRounds: 3,
  healWaitSeconds: 300,
  quotaRequestsPerMinute: 120_000,
  quotaBytesPerMinute: 1024 ** 3,
  quotaLogsPerMinute: 27_000,
  redactIp: true,
  redactMac: false,
  database: '(default)',
} as const;

/** Where the functions run. Any region with Cloud Functions (2nd gen). */
export const region = defineString('REGION', {
  default: DEFAULTS.region,
  description: 'Region of the functions',
});

/** Topic between `ingest` and `processLogs`. */
export const topic = defineString('PUBSUB_TOPIC', {
  default: DEFAULTS.topic,
  description: 'Pub/Sub topic that accepted logs go to',
});

/** Topic of what could not be processed. */
export const deadLetterTopic = defineString('PUBSUB_DEAD_LETTER_TOPIC', {
  default: DEFAULTS.deadLetterTopic,
  description: 'Pub/Sub topic that failed logs go to',
});

/** Where logs, tenants and keys are. Rules and indexes are deployed to the one that firebase.json names. */
const database = defineString('FIRESTORE_DATABASE', {
  default: DEFAULTS.database,
  description: 'Firestore database of the gateway',
});

const logLevel = defineString('LOG_LEVEL', {
  default: DEFAULTS.logLevel,
  input: select(['DEBUG', 'INFO', 'WARNING', 'ERROR']),
  description: 'Least severity of the gateway’s own logs',
});

const ingestAuth = defineString('INGEST_AUTH', {
  default: DEFAULTS.ingestAuth,
  input: select(['api_key', 'open']),
  description: 'Who may write logs',
});

const corsOrigins = defineString('INGEST_CORS_ORIGINS', {
  default: DEFAULTS.corsOrigins,
  description: 'Origins whose pages may call ingest, separated by commas; * for any; empty: none',
});

const pushAudience = defineString('PUBSUB_PUSH_AUDIENCE', {
  default: DEFAULTS.pushAudience,
  description: 'Audience of the tokens that push subscriptions send; empty: none are taken',
});

const publishTimeoutMs = defineInt('PUBLISH_TIMEOUT_MS', {
  default: DEFAULTS.publishTimeoutMs,
  description: 'Longest wait for a publish, in milliseconds',
});

const storeTimeoutMs = defineInt('STORE_TIMEOUT_MS', {
  default: DEFAULTS.storeTimeoutMs,
  description: 'Longest wait for a Firestore write, in milliseconds',
});

const healRounds = defineInt('HEAL_ROUNDS', {
  default: DEFAULTS.healRounds,
  description: 'How often a message that failed too often is sent back by itself; 0: never',
});

const healWaitSeconds = defineInt('HEAL_WAIT_SECONDS', {
  default: DEFAULTS.healWaitSeconds,
  description: 'Wait before it is sent back a second time, in seconds; later ones take longer',
});

const quotaRequestsPerMinute = defineInt('QUOTA_REQUESTS_PER_MINUTE', {
  default: DEFAULTS.quotaRequestsPerMinute,
  description: 'Requests a minute of a tenant without a quota of its own; 0 for no limit',
});

const quotaBytesPerMinute = defineInt('QUOTA_BYTES_PER_MINUTE', {
  default: DEFAULTS.quotaBytesPerMinute,
  description: 'Bytes a minute of a tenant without a quota of its own; 0 for no limit',
});

/** Below the 500 documents a second that a tenant's storage takes: docs/scaling.md. */
const quotaLogsPerMinute = defineInt('QUOTA_LOGS_PER_MINUTE', {
  default: DEFAULTS.quotaLogsPerMinute,
  description: 'Logs a minute of a tenant without a quota of its own; 0 for no limit',
});

defineBoolean('REDACT_IP', {
  default: DEFAULTS.redactIp,
  description: 'Redact IP addresses, for tenants whose own settings do not say',
});

defineBoolean('REDACT_MAC', {
  default: DEFAULTS.redactMac,
  description: 'Redact MAC addresses, for tenants whose own settings do not say',
});

export interface Settings {
  topic: string;
  deadLetterTopic: string;
  /** Least severity that the functions log about themselves. */
  logLevel: string;
  /**
   * Who may write. `api_key`: only who shows a tenant's key. `open`: anyone, for the tenant that
   * the request names; made for the emulators. Whatever is neither counts as `api_key`.
   */
  ingestAuth: 'api_key' | 'open';
  /** Origins whose web pages may call `ingest`; `*` stands for any. */
  corsOrigins: string[];
  /** Whom tokens of Google's service accounts must be for; `undefined`: none are taken. */
  pushAudience: string | undefined;
  /** How long `ingest` waits for Pub/Sub's acknowledgement before it answers 503. */
  publishTimeoutMs: number;
  /** How long a worker waits for Firestore before it leaves a message to its next delivery. */
  storeTimeoutMs: number;
  /** How often a letter of `attempts_exhausted` is sent back before it waits for a person. */
  healRounds: number;
  /** How long it waits before it is sent back a second time. */
  healWaitSeconds: number;
  /** What a tenant may send whose own settings do not say; 0 for no limit. */
  quota: { requests_per_minute: number; bytes_per_minute: number; logs_per_minute: number };
  /** What is redacted for a tenant whose own settings do not say; other kinds always are. */
  redaction: { ip: boolean; mac: boolean };
}

/**
 * The values that hold in this process. `firebase` sets every parameter in the environment of a
 * function; a server started by hand may not, and gets the defaults.
 */
export function settings(): Settings {
  return {
    topic: topic.value() || DEFAULTS.topic,
    deadLetterTopic: deadLetterTopic.value() || DEFAULTS.deadLetterTopic,
    logLevel: logLevel.value() || DEFAULTS.logLevel,
    ingestAuth: ingestAuth.value() === 'open' ? 'open' : DEFAULTS.ingestAuth,
    corsOrigins: corsOrigins
      .value()
      .split(/[\s,]+/)
      .filter((origin) => origin !== ''),
    pushAudience: pushAudience.value().trim() || undefined,
    publishTimeoutMs: publishTimeoutMs.value() || DEFAULTS.publishTimeoutMs,
    storeTimeoutMs: storeTimeoutMs.value() || DEFAULTS.storeTimeoutMs,
    // Here and in the quotas 0 has a meaning of its own.
    healRounds: process.env['HEAL_ROUNDS'] ? healRounds.value() : DEFAULTS.healRounds,
    healWaitSeconds: healWaitSeconds.value() || DEFAULTS.healWaitSeconds,
    quota: {
      requests_per_minute: process.env['QUOTA_REQUESTS_PER_MINUTE']
        ? quotaRequestsPerMinute.value()
        : DEFAULTS.quotaRequestsPerMinute,
      bytes_per_minute: process.env['QUOTA_BYTES_PER_MINUTE']
        ? quotaBytesPerMinute.value()
        : DEFAULTS.quotaBytesPerMinute,
      logs_per_minute: process.env['QUOTA_LOGS_PER_MINUTE']
        ? quotaLogsPerMinute.value()
        : DEFAULTS.quotaLogsPerMinute,
    },
    redaction: {
      // Only a plain word switches: whatever else is set, the default holds.
      ip: wordOr('REDACT_IP', DEFAULTS.redactIp),
      mac: wordOr('REDACT_MAC', DEFAULTS.redactMac),
    },
  };
}

/** `(default)`, or the id of a database of the gateway's own. */
export function databaseId(): string {
  return database.value() || DEFAULTS.database;
}

function wordOr(name: string, otherwise: boolean): boolean {
  const value = process.env[name]?.trim().toLowerCase();
  return value === 'true' ? true : value === 'false' ? false : otherwise;
}
