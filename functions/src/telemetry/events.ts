import { TARGET_KINDS } from '../contract/alert.js';
import { DEAD_LETTER_REASONS, isDeadLetterReason } from '../contract/dead-letter.js';
import { SOURCES } from '../contract/log-message.js';
import { CONSOLE_ACTIONS, REFUSAL_CODES } from '../contract/console-actions.js';
import { DELIVERY_REASONS } from '../contract/delivery-reasons.js';
import type { FunctionName } from '../contract/function-names.js';
import { LIMIT_NAMES } from '../contract/limit-names.js';
import { isProblemCode, isServerError, PROBLEMS } from '../contract/problem-codes.js';
import { INTAKE_ROUTES, ROUTES } from '../contract/routes.js';
import type { RepairWord } from '../contract/repairs.js';
import type { CountedKind } from '../contract/redaction-kinds.js';
import {
  bytes,
  count,
  type Field,
  milliseconds,
  oneOf,
  optional,
  text,
  type ValuesOf,
} from './field.js';

/**
 * The values of `LOG_LEVEL`: Cloud Logging's severities that the gateway uses, least severe first.
 */
export const SEVERITIES = ['DEBUG', 'INFO', 'WARNING', 'ERROR'] as const;

export type EventSeverity = (typeof SEVERITIES)[number];

interface EventDescription {
  severity: EventSeverity;
  /** The functions that log it. */
  by: readonly FunctionName[];
  meaning: string;
  fields: Readonly<Record<string, Field>>;
}

const CODES = Object.keys(PROBLEMS).filter(isProblemCode);
const FAILURES = CODES.filter(isServerError);
const REFUSALS = CODES.filter((code) => !isServerError(code));
const DEAD_REASONS = Object.keys(DEAD_LETTER_REASONS).filter(isDeadLetterReason);

const tenantId = text('The tenant; as many values as there are tenants');
const requestId = text('The X-Request-Id of the request that brought the logs');
const messageId = text('Id of the Pub/Sub message');
const alertId = text('The alert; at most as many as tenants have');
const noticeId = text('Id of the notice’s document');
const attempt = count('Number of this delivery of the message, from 1');
const route = oneOf(ROUTES, 'The API that was called; none for an unknown path');
const replayOf = text('Id of the dead letter that the message replays');
const took = milliseconds('From arrival until the work was done');
const requestBytes = bytes('Size of the body, as sent');
const messageBytes = bytes('Size of the message’s data');
const source = oneOf(SOURCES, 'The protocol by which the logs arrived');
const error = text('The error’s class; its message may quote data and is left out');
const code = text('The error’s code: from gRPC, Node or a library');
const stack = text('Where it was thrown: the stack, without the message');
const failure = { error, code: optional(code), stack_trace: optional(stack) };

const noticeTarget = {
  tenant_id: tenantId,
  notice_id: noticeId,
  target_id: text('The target; at most as many as alerts have'),
  request_id: optional(requestId),
};
const noticeAttempt = {
  ...noticeTarget,
  kind: oneOf(TARGET_KINDS, 'The kind of target that it was sent to'),
  attempts: count('Attempts at this target, this one included'),
  duration_ms: took,
};

const call = {
  action: oneOf(CONSOLE_ACTIONS, 'What was called'),
  uid: optional(text('The caller’s Firebase user id; absent without a token')),
};

const refusal = {
  route,
  status: count('HTTP status of the answer'),
  tenant_id: optional(tenantId),
  request_id: requestId,
  bytes: requestBytes,
  duration_ms: took,
};

const redacted = (what: string) =>
  optional(count(`Redactions ${what} in the logs that were stored; absent if none`));

const redactions = {
  redactions_phone: redacted('of phone numbers'),
  redactions_email: redacted('of e-mail addresses'),
  redactions_card: redacted('of card numbers'),
  redactions_ssn: redacted('of US social security numbers'),
  redactions_iban: redacted('of IBANs'),
  redactions_ip: redacted('of IP addresses'),
  redactions_mac: redacted('of MAC addresses'),
  redactions_identity: redacted('of identity numbers, dates of birth and users’ names'),
  redactions_secret: redacted('of secrets'),
  redactions_own: redacted('by the tenants’ own patterns'),
} satisfies Record<`redactions_${CountedKind}`, Field>;

const repaired = (how: string) => optional(count(`Logs of the request ${how}; absent if none`));

const repairs = {
  repairs_time_unreadable: repaired('whose time could not be read'),
  repairs_time_out_of_range: repaired('whose time was before 1970 or more than a day ahead'),
  repairs_not_text: repaired('whose text was not a string'),
  repairs_invalid_unicode: repaired('with invalid UTF-8 or half a surrogate pair'),
  repairs_duplicate_key: repaired('with a duplicate key'),
  repairs_nested_array: repaired('with an array directly inside an array'),
  repairs_renamed: repaired('with an attribute name that Firestore does not accept'),
  repairs_too_deep: repaired('nested too deeply'),
  repairs_too_many: repaired('with too many values'),
  repairs_not_json: repaired('that were not JSON and are kept as text'),
  repairs_log_id_encoded: repaired('whose log_id cannot be a document id'),
  repairs_split: repaired('that needed more than one document'),
} satisfies Record<`repairs_${RepairWord}`, Field>;

/** What can become of a message's logs; each log is counted under exactly one. */
const fates = {
  stored: count('Logs stored by this delivery'),
  duplicate: count('Logs already stored, by an earlier delivery or request'),
  discarded: count('Logs of a deleted tenant, which are dropped'),
  conflict: count('Logs whose log_id belongs to another log: dead letters'),
  dead: count('Logs that became dead letters for another reason'),
};

const message = {
  message_id: messageId,
  attempt,
  tenant_id: optional(tenantId),
  request_id: optional(requestId),
  source: optional(source),
  replay_of: optional(replayOf),
  bytes: messageBytes,
  duration_ms: took,
};

const letter = {
  reason: oneOf(DEAD_REASONS, 'Why it cannot be stored'),
  dead_letter_id: text('Id of its document'),
  tenant_id: optional(tenantId),
  log_id: optional(text('The log; absent for a message with several, or without a valid id')),
  request_id: optional(requestId),
};

/**
 * Every event that the functions log, one per line. Names and fields never change their meaning,
 * because metrics and alerts depend on them. No field contains a log's text or attributes, or a
 * key.
 */
export const EVENTS = {
  request_accepted: {
    severity: 'INFO',
    by: ['ingest'],
    meaning: 'Pub/Sub has the request’s logs, and the client got a 202',
    fields: {
      route: oneOf(INTAKE_ROUTES, 'The API that was called'),
      source,
      tenant_id: optional(tenantId),
      request_id: requestId,
      logs: count('Logs accepted'),
      rejected: count('Logs refused'),
      repaired: optional(count('Logs kept in a different form than sent; absent if none')),
      ...repairs,
      bytes: requestBytes,
      duration_ms: took,
    },
  },
  request_rejected: {
    severity: 'WARNING',
    by: ['ingest'],
    meaning: 'A request was refused (4xx), and none of it was accepted',
    fields: {
      ...refusal,
      reason: oneOf(REFUSALS, 'The problem’s code'),
      limit: optional(oneOf(LIMIT_NAMES, 'For a 429: which per-minute limit is used up')),
    },
  },
  request_failed: {
    severity: 'ERROR',
    by: ['ingest'],
    meaning: 'A request could not be served (5xx); its client was told to retry',
    fields: {
      ...refusal,
      reason: oneOf(FAILURES, 'The problem’s code'),
    },
  },
  request_served: {
    severity: 'DEBUG',
    by: ['ingest'],
    meaning: 'A request without logs was answered, such as a look-up, even of an unknown log',
    fields: refusal,
  },
  publish_failed: {
    severity: 'ERROR',
    by: ['ingest'],
    meaning: 'Pub/Sub did not acknowledge a message in time; the request ends with 503',
    fields: { tenant_id: tenantId, request_id: requestId, bytes: messageBytes, ...failure },
  },
  ingest_failed: {
    severity: 'ERROR',
    by: ['ingest'],
    meaning: 'An unexpected error, which is a bug; the request ends with 500',
    fields: { request_id: requestId, ...failure },
  },
  ingest_open: {
    severity: 'WARNING',
    by: ['ingest'],
    meaning: 'An instance started with INGEST_AUTH=open: anyone can write logs for any tenant',
    fields: {},
  },
  message_processed: {
    severity: 'INFO',
    by: ['processLogs'],
    meaning: 'Every log of a message is stored or a dead letter; the message is acknowledged',
    fields: {
      ...message,
      ...fates,
      ...redactions,
      delay_ms: optional(
        milliseconds('From the arrival of the request until now; absent for a replay'),
      ),
    },
  },
  message_failed: {
    severity: 'ERROR',
    by: ['processLogs'],
    meaning: 'A message failed and is delivered again; some of its logs may be stored already',
    fields: {
      ...message,
      ...fates,
      ...redactions,
      retry: count('Logs that must be tried again'),
      ...failure,
    },
  },
  delivery_policy_missing: {
    severity: 'ERROR',
    by: ['processLogs'],
    meaning:
      'A message failed that is older than the delivery policy would allow: the policy is not set, and Pub/Sub drops failing messages after a day. Once per instance',
    fields: { message_id: messageId, request_id: optional(requestId) },
  },
  log_dead: {
    severity: 'WARNING',
    by: ['processLogs'],
    meaning: 'A log, or a message that cannot be read, went to the dead-letter topic at once',
    fields: {
      reason: oneOf(DEAD_REASONS, 'Why it cannot be stored'),
      tenant_id: optional(tenantId),
      log_id: optional(text('The log; absent if it has no valid id')),
      message_id: messageId,
      attempt,
      request_id: optional(requestId),
    },
  },
  alerts_not_matched: {
    severity: 'ERROR',
    by: ['processLogs'],
    meaning:
      'A stored log could not be matched against its tenant’s alerts, which is a bug. The log is safe, but no alert counts it',
    fields: { tenant_id: tenantId, request_id: optional(requestId), ...failure },
  },
  alert_fired: {
    severity: 'INFO',
    by: ['countAlerts', 'checkAbsence'],
    meaning: 'An alert fired, and its notice is passed on to its targets',
    fields: {
      tenant_id: tenantId,
      alert_id: alertId,
      notice_id: noticeId,
      matches: count('Logs that it counted; 0 if it fired because there were none'),
      delay_ms: optional(
        milliseconds('From the arrival of the last of them; absent if there were none'),
      ),
      request_id: optional(requestId),
    },
  },
  alert_count_failed: {
    severity: 'ERROR',
    by: ['countAlerts'],
    meaning:
      'Logs could not be counted for alerts yet, or a notice could not be passed on; the message is delivered again',
    fields: {
      message_id: messageId,
      tenant_id: tenantId,
      request_id: optional(requestId),
      ...failure,
    },
  },
  alert_message_unreadable: {
    severity: 'ERROR',
    by: ['countAlerts'],
    meaning: 'A message on the alerts topic did not come from the worker and was dropped',
    fields: { message_id: messageId, request_id: optional(requestId) },
  },
  absence_check_failed: {
    severity: 'ERROR',
    by: ['checkAbsence'],
    meaning: 'An alert on missing logs could not be checked; it is checked again the next minute',
    fields: { tenant_id: tenantId, alert_id: alertId, ...failure },
  },
  notice_delivered: {
    severity: 'INFO',
    by: ['sendNotices'],
    meaning: 'A target accepted an alert’s notice, or the mail with it is queued for sending',
    fields: noticeAttempt,
  },
  notice_retried: {
    severity: 'WARNING',
    by: ['sendNotices'],
    meaning: 'A target has not accepted a notice yet; it is retried with growing pauses',
    fields: { ...noticeAttempt, reason: oneOf(DELIVERY_REASONS, 'Why it was not accepted') },
  },
  notice_undelivered: {
    severity: 'WARNING',
    by: ['sendNotices'],
    meaning:
      'A target refused a notice, or failed too often: the notice is in the history and waits for a replay',
    fields: { ...noticeAttempt, reason: oneOf(DELIVERY_REASONS, 'Why it was not accepted') },
  },
  notice_failed: {
    severity: 'ERROR',
    by: ['sendNotices'],
    meaning:
      'A notice could not be read, or its outcome could not be recorded; it is delivered again',
    fields: { message_id: messageId, ...noticeTarget, ...failure },
  },
  notice_unreadable: {
    severity: 'ERROR',
    by: ['sendNotices'],
    meaning: 'A message on the notices topic did not come from the gateway and was dropped',
    fields: { message_id: messageId, request_id: optional(requestId) },
  },
  dead_letter_recorded: {
    severity: 'WARNING',
    by: ['recordDeadLetters'],
    meaning:
      'A dead letter from processLogs or Pub/Sub was recorded; its tenant’s admins can see it',
    fields: {
      ...letter,
      message_id: text('Id of the message that the logs came in'),
      attempts: count('Deliveries of that message until it was given up'),
      bytes: bytes('Size of the payload'),
      duration_ms: took,
    },
  },
  dead_letter_healed: {
    severity: 'INFO',
    by: ['recordDeadLetters'],
    meaning:
      'A dead letter was sent back to the ingestion topic automatically, because Firestore answers again',
    fields: { ...letter, round: count('How often it has been sent back, from 1') },
  },
  dead_letter_stays: {
    severity: 'WARNING',
    by: ['recordDeadLetters'],
    meaning:
      'A dead letter waits for a person: it can never be stored as it is, or has failed in every round',
    fields: letter,
  },
  dead_letter_failed: {
    severity: 'ERROR',
    by: ['recordDeadLetters'],
    meaning: 'A dead letter could not be recorded and is delivered again',
    fields: {
      message_id: text('Id of the dead letter’s own message'),
      tenant_id: optional(tenantId),
      request_id: optional(requestId),
      ...failure,
    },
  },
  dead_letter_discarded: {
    severity: 'INFO',
    by: ['recordDeadLetters'],
    meaning: 'A dead letter of a deleted tenant was dropped',
    fields: {
      message_id: text('Id of the dead letter’s own message'),
      tenant_id: tenantId,
      request_id: optional(requestId),
    },
  },
  tenant_unreadable: {
    severity: 'ERROR',
    by: ['ingest', 'processLogs', 'recordDeadLetters'],
    meaning:
      'A tenant’s document has fields that the gateway cannot read. It applies the strictest value instead, or keeps logs waiting if there is none. Once a minute per instance',
    fields: {
      tenant_id: tenantId,
      unreadable: text('The fields’ names, separated by commas'),
    },
  },
  console_action: {
    severity: 'INFO',
    by: CONSOLE_ACTIONS,
    meaning: 'A tenant’s admin did something on the page',
    fields: {
      ...call,
      tenant_id: tenantId,
      dead_letter_id: optional(text('The dead letter in question')),
      key_id: optional(text('The API key in question: the beginning of its hash')),
      search_id: optional(text('The saved search in question')),
      alert_id: optional(text('The alert in question')),
    },
  },
  console_refused: {
    severity: 'WARNING',
    by: CONSOLE_ACTIONS,
    meaning: 'A call by an admin was refused',
    fields: { ...call, reason: oneOf(REFUSAL_CODES, 'The answer’s code') },
  },
  console_failed: {
    severity: 'ERROR',
    by: CONSOLE_ACTIONS,
    meaning: 'An unexpected error ended a call by an admin',
    fields: { ...call, ...failure },
  },
} as const satisfies Record<string, EventDescription>;

export type EventName = keyof typeof EVENTS;

/** The fields to log an event with. */
export type EventFields<Name extends EventName> = ValuesOf<(typeof EVENTS)[Name]['fields']>;
