import { createHash } from 'node:crypto';

import {
  DEAD_LETTER_REASONS,
  isDeadLetterReason,
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
  /** Absent: it names no valid tenant. */
  tenantId?: string;
  document: DeadLetterDocument;
}

/** What Pub/Sub adds to what it forwards: https://cloud.google.com/pubsub/docs/dead-letter-topics */
const DELIVERY_COUNT = 'CloudPubSubDeadLetterSourceDeliveryCount';

/** Describes a dead letter for its document. Takes anything: nothing may get stuck here. */
export function toRecord(message: DeadLetterMessage): DeadLetterRecord {
  const { attributes, data } = message;
  const source = readSource(data);
  const deadAt = parseTimestamp(message.publishTime);
  const tenantId = firstValid(tenantIdSchema, source.tenantId, attributes['tenant_id']);
  const logId = firstValid(logIdSchema, attributes['log_id'], source.logId);
  const received = firstValid(timestampSchema, source.receivedAt);
  const reason = reasonOf(attributes);
  const { requestId, traceparent } = originOf(attributes);
  return {
    id: recordId(message),
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

/** The record of a tenant that keeps its logs for so many days; `undefined`: for ever. */
export function withExpiry(record: DeadLetterRecord, days: number | undefined): DeadLetterRecord {
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
 * The id of a letter's document: from the source message where the worker named it, since a redelivery may publish the same
 * dead letter again, and the payload, since an id is unique within one topic only.
 */
export function recordId(message: Omit<DeadLetterMessage, 'publishTime'>): string {
  const { attributes, messageId, data } = message;
  const part = attributes['log_index'] ?? 'message';
  const origin = `${attributes['source_message_id'] ?? messageId}-${part}`;
  const hash = createHash('sha256').update(data).digest('hex').slice(0, 16);
  return `${origin.replaceAll(/[^A-Za-z0-9-]/g, '').slice(0, 100)}-${hash}`;
}

/** As much as a payload says about itself, none of it checked. */
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
