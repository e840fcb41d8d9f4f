import { createHash } from 'node:crypto';

import {
  DEAD_LETTER_REASONS,
  isDeadLetterReason,
  readReplay,
  type DeadLetterDocument,
  type DeadLetterReason,
  type MessageAttributes,
} from '../contract/dead-letter.js';
import { logIdSchema, tenantIdSchema } from '../contract/ids.js';
import { daysAfter, parseTimestamp, timestampSchema } from '../contract/timestamp.js';
import { originOf } from '../contract/origin.js';
import { isRecord } from '../lib/is-record.js';
import { readJsonIfAny } from '../lib/json.js';
import { fitPayload } from './payload.js';

/** A message of the dead-letter topic. */
export interface DeadLetterMessage {
  messageId: string;
  /** RFC 3339. */
  publishTime: string;
  data: Buffer;
  attributes: MessageAttributes;
}

export interface DeadLetterRecord {
  /** The same for every delivery of the same dead letter. */
  id: string;
  /** Absent: the letter names no valid tenant. */
  tenantId?: string;
  document: DeadLetterDocument;
}

/**
 * The attribute that Pub/Sub adds when it forwards:
 * https://cloud.google.com/pubsub/docs/dead-letter-topics
 */
const DELIVERY_COUNT = 'CloudPubSubDeadLetterSourceDeliveryCount';

/** A letter as it reaches the recorder. */
export interface ArrivedLetter extends DeadLetterRecord {
  /** How often it was sent back automatically; `undefined`: a person sent it back. */
  round: number | undefined;
}

/** Describes a dead letter for its document. Accepts anything: nothing may get stuck here. */
export function toRecord(message: DeadLetterMessage): ArrivedLetter {
  const { attributes, data } = message;
  const source = readSource(data);
  const deadAt = parseTimestamp(message.publishTime);
  const tenantId = firstValid(tenantIdSchema, source.tenantId, attributes['tenant_id']);
  const logId = firstValid(logIdSchema, attributes['log_id'], source.logId);
  const received = firstValid(timestampSchema, source.receivedAt);
  const reason = reasonOf(attributes);
  const returned = returnedTo(message);
  const { requestId, traceparent } = originOf(attributes);
  return {
    id: returned?.letterId ?? recordId(message),
    round: returned === undefined ? 0 : returned.round,
    ...(tenantId !== undefined && { tenantId }),
    document: {
      reason,
      detail: attributes['detail'] ?? DEAD_LETTER_REASONS[reason],
      attempts: Number(attributes[DELIVERY_COUNT] ?? attributes['attempts'] ?? 1) || 1,
      ...fitPayload(data),
      ...(logId !== undefined && { log_id: logId }),
      ...(requestId !== undefined && { request_id: requestId }),
      ...(traceparent !== undefined && { traceparent }),
      source_message_id: attributes['source_message_id'] ?? message.messageId,
      received_at: received === undefined ? deadAt : parseTimestamp(received),
      dead_at: deadAt,
    },
  };
}

/** The record with an expiry after the tenant's `days` of retention; `undefined`: never. */
export function withExpiry(record: ArrivedLetter, days: number | undefined): ArrivedLetter {
  if (days === undefined) return record;
  const { document } = record;
  return { ...record, document: { ...document, expires_at: daysAfter(document.dead_at, days) } };
}

function reasonOf(attributes: MessageAttributes): DeadLetterReason {
  const { reason } = attributes;
  if (isDeadLetterReason(reason)) return reason;
  return DELIVERY_COUNT in attributes ? 'attempts_exhausted' : 'unknown';
}

/**
 * The id of a letter's document. For one log it is derived from its message alone: the same log may
 * arrive here from its original message and from one that was sent back. For a whole message it
 * also includes the message's id, since two may be alike.
 */
export function recordId(message: Omit<DeadLetterMessage, 'publishTime'>): string {
  const { attributes, messageId, data } = message;
  const hash = hashOf(data);
  const index = attributes['log_index'];
  if (index !== undefined) return `${hash}-${plain(index)}`;
  const source = plain(attributes['source_message_id'] ?? messageId);
  return `${source}-message-${hash.slice(0, SHORT_HASH)}`;
}

const SHORT_HASH = 16;

/** Hash digits in the id of one log's letter. */
const LONG_HASH = 32;

function hashOf(data: Buffer): string {
  return createHash('sha256').update(data).digest('hex').slice(0, LONG_HASH);
}

function plain(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9-]/g, '').slice(0, 64);
}

/** The id of the letter that a message of the dead-letter topic belongs to. */
export function letterIdOf(message: Omit<DeadLetterMessage, 'publishTime'>): string {
  return returnedTo(message)?.letterId ?? recordId(message);
}

/** The letter that a message was before; an id that does not match its data is another letter's. */
function returnedTo({ attributes, data }: Pick<DeadLetterMessage, 'attributes' | 'data'>) {
  if (reasonOf(attributes) !== 'attempts_exhausted') return undefined;
  const replay = readReplay(attributes);
  return replay?.letterId.includes(hashOf(data).slice(0, SHORT_HASH)) ? replay : undefined;
}

/** Whatever a payload says about itself, unchecked. */
function readSource(data: Buffer): { tenantId?: unknown; receivedAt?: unknown; logId?: unknown } {
  const message = readJsonIfAny(data.toString('utf8'));
  if (!isRecord(message)) return {};
  const { tenant_id: tenantId, received_at: receivedAt, logs } = message;
  const only: unknown = Array.isArray(logs) && logs.length === 1 ? logs[0] : undefined;
  return { tenantId, receivedAt, logId: isRecord(only) ? only['log_id'] : undefined };
}

interface Schema {
  safeParse(value: unknown): { success: boolean; data?: string | undefined };
}

function firstValid(schema: Schema, ...candidates: unknown[]): string | undefined {
  for (const candidate of candidates) {
    const parsed = schema.safeParse(candidate);
    if (parsed.success) return parsed.data;
  }
  return undefined;
}
