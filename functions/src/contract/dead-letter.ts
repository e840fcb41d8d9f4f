import { MAX_MESSAGE_ATTRIBUTE_BYTES } from '../limits.js';
import { originAttributes, type Origin } from './origin.js';
import type { DeadLetterReason } from './dead-letter-reason.js';
import type { Instant } from './timestamp.js';

export {
  DEAD_LETTER_REASONS,
  type DeadLetterReason,
  isDeadLetterReason,
} from './dead-letter-reason.js';

/** Whether an attribute's value has the form of a dead letter's document id. */
export function isDeadLetterId(value: string | undefined): value is string {
  return value !== undefined && /^[A-Za-z0-9-]{1,128}$/.test(value);
}

/**
 * Attributes of a message that was a dead letter: the id of that letter's document and, for an
 * automatic replay, how often it has been sent back so far.
 */
export function replayAttributes(letterId: string, round?: number): Record<string, string> {
  return { replay_of: letterId, ...(round !== undefined && { round: String(round) }) };
}

/** Reads {@link replayAttributes}; `undefined` for a message that was never a dead letter. */
export function readReplay(
  attributes: MessageAttributes,
): { letterId: string; round: number | undefined } | undefined {
  const { replay_of: letterId, round } = attributes;
  if (!isDeadLetterId(letterId)) return undefined;
  return {
    letterId,
    round: round !== undefined && /^[1-9]\d{0,3}$/.test(round) ? Number(round) : undefined,
  };
}

/** A message that the worker publishes to the dead-letter topic; the payload is its data. */
export interface DeadLetter {
  reason: DeadLetterReason;
  /** What was wrong, for a person; never contains log text. */
  detail: string;
  /** As received; for one log of a batch, a message with only that log, ready to be replayed. */
  payload: Buffer;
  /** The id of the Pub/Sub message it came in. */
  sourceMessageId: string;
  /** The index of the log in that message; absent if the whole message failed. */
  logIndex?: number;
  /** Deliveries so far, this one included. */
  attempts: number;
  tenantId?: string;
  logId?: string;
  /** The request it came in. */
  origin: Origin;
}

export type MessageAttributes = Readonly<Record<string, string>>;

/** Everything but the payload, as attributes of a dead letter's message. */
export function toAttributes(letter: DeadLetter): MessageAttributes {
  return {
    reason: letter.reason,
    // A UTF-16 unit takes up to 3 bytes.
    detail: letter.detail.slice(0, Math.floor(MAX_MESSAGE_ATTRIBUTE_BYTES / 3)).toWellFormed(),
    source_message_id: letter.sourceMessageId,
    attempts: String(letter.attempts),
    ...(letter.logIndex !== undefined && { log_index: String(letter.logIndex) }),
    ...(letter.tenantId !== undefined && { tenant_id: letter.tenantId }),
    // Longer ids are in the payload.
    ...(letter.logId !== undefined &&
      Buffer.byteLength(letter.logId) <= MAX_MESSAGE_ATTRIBUTE_BYTES && { log_id: letter.logId }),
    ...originAttributes(letter.origin),
  };
}

/**
 * The document at `tenants/{tenant_id}/dead_letters/{id}`, or, if the letter names no valid tenant,
 * at `dead_letters/{id}`, which no client can read.
 */
export interface DeadLetterDocument {
  reason: DeadLetterReason;
  detail: string;
  /** Deliveries of the source message before it was given up. */
  attempts: number;
  /** As received; if {@link payload_truncated}, as much of its beginning as fits. */
  payload: string;
  payload_encoding: 'utf8' | 'base64';
  /** Size of the whole payload. */
  payload_bytes: number;
  /** The dead-letter topic's subscription keeps the whole payload for its retention. */
  payload_truncated?: true;
  log_id?: string;
  /** The X-Request-Id of the request that brought it, if known. */
  request_id?: string;
  /** W3C trace context of that request: a replay continues it. */
  traceparent?: string;
  source_message_id: string;
  received_at: Instant;
  dead_at: Instant;
  /** When Firestore deletes it; absent: never. */
  expires_at?: Instant;
  /**
   * How often it was sent back automatically; the last message sent back carries the same number.
   */
  rounds?: number;
  /**
   * When it was last republished to the ingestion topic, automatically or by a person. Absent if it
   * has come back since: then it is waiting.
   */
  replayed_at?: Instant;
  /** The `log_id` it was given on replay, if it needed a new one. */
  replayed_as?: string;
}

/**
 * Id of the subscription that retains everything published to the dead-letter topic: nobody
 * acknowledges there, so every dead letter stays available whole for the retention time.
 */
export function retentionSubscription(deadLetterTopic: string): string {
  return `${deadLetterTopic}-keep`;
}
