import { MAX_MESSAGE_ATTRIBUTE_BYTES } from '../limits.js';
import { originAttributes, type Origin } from './origin.js';
import type { DeadLetterReason } from './dead-letter-reason.js';
import type { Instant } from './timestamp.js';

export {
  DEAD_LETTER_REASONS,
  type DeadLetterReason,
  isDeadLetterReason,
} from './dead-letter-reason.js';

/** Whether it may be the id of a dead letter's document, as it comes in an attribute. */
export function isDeadLetterId(value: string | undefined): value is string {
  return value !== undefined && /^[A-Za-z0-9-]{1,128}$/.test(value);
}

/**
 * Attributes of a message that was a dead letter: the id of that letter's document, and, where
 * nobody asked for the replay, how often it was sent back by now.
 */
export function replayAttributes(letterId: string, round?: number): Record<string, string> {
  return { replay_of: letterId, ...(round !== undefined && { round: String(round) }) };
}

/** What {@link replayAttributes} made; `undefined` for a message that was no dead letter. */
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

/** What the worker publishes to the dead-letter topic; the payload is its data. */
export interface DeadLetter {
  reason: DeadLetterReason;
  /** What was wrong, for a person; never log text. */
  detail: string;
  /** As received, or for one log of a batch a message of that log alone, ready to be replayed. */
  payload: Buffer;
  /** Id of the Pub/Sub message it came in. */
  sourceMessageId: string;
  /** Which log of that message; absent when the whole message failed. */
  logIndex?: number;
  /** Deliveries so far, this one included. */
  attempts: number;
  tenantId?: string;
  logId?: string;
  /** The request that it came in. */
  origin: Origin;
}

export type MessageAttributes = Readonly<Record<string, string>>;

/** All of a dead letter but its payload, as attributes of its message. */
export function toAttributes(letter: DeadLetter): MessageAttributes {
  return {
    reason: letter.reason,
    // A character takes up to 3 bytes a UTF-16 unit.
    detail: letter.detail.slice(0, Math.floor(MAX_MESSAGE_ATTRIBUTE_BYTES / 3)).toWellFormed(),
    source_message_id: letter.sourceMessageId,
    attempts: String(letter.attempts),
    ...(letter.logIndex !== undefined && { log_index: String(letter.logIndex) }),
    ...(letter.tenantId !== undefined && { tenant_id: letter.tenantId }),
    // A longer one is in the payload.
    ...(letter.logId !== undefined &&
      Buffer.byteLength(letter.logId) <= MAX_MESSAGE_ATTRIBUTE_BYTES && { log_id: letter.logId }),
    ...originAttributes(letter.origin),
  };
}

/**
 * The document at `tenants/{tenant_id}/dead_letters/{id}`, or at `dead_letters/{id}`, which no
 * client can read, for what names no valid tenant.
 */
export interface DeadLetterDocument {
  reason: DeadLetterReason;
  detail: string;
  /** Deliveries of the source message before it was given up. */
  attempts: number;
  /** As received; when {@link payload_truncated}, as much of its beginning as fits. */
  payload: string;
  payload_encoding: 'utf8' | 'base64';
  /** Size of the whole payload. */
  payload_bytes: number;
  /** The whole is in the dead-letter topic's subscription for its retention. */
  payload_truncated?: true;
  log_id?: string;
  /** The X-Request-Id of the request that brought it, where that is known. */
  request_id?: string;
  /** W3C trace context of that request: a replay goes on with it. */
  traceparent?: string;
  source_message_id: string;
  received_at: Instant;
  dead_at: Instant;
  /** When Firestore deletes it; absent: never. */
  expires_at?: Instant;
  /** How often it was sent back by itself; the last message of it carries the same number. */
  rounds?: number;
  /**
   * Last time that it was published again to the ingestion topic, by itself or by a person. Absent
   * where it came back since: then it waits.
   */
  replayed_at?: Instant;
  /** The `log_id` it got then, where it needed another. */
  replayed_as?: string;
}

/**
 * Id of the subscription that keeps what comes to the dead-letter topic: nobody acknowledges
 * there, so that every dead letter is available whole for the retention.
 */
export function retentionSubscription(deadLetterTopic: string): string {
  return `${deadLetterTopic}-keep`;
}
