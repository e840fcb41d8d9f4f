import { newLogId, newRequestId } from '../../../functions/src/contract/ids.js';
import type { LogMessage } from '../../../functions/src/contract/log-message.js';
import type { SearchMode } from '../../../functions/src/contract/reader-settings.js';
import { utf8Bytes } from '../../../functions/src/contract/text.js';
import { DEFAULT_TENANT } from '../../../functions/src/contract/tenant.js';
import { parseTimestamp } from '../../../functions/src/contract/timestamp.js';
import { MAX_LOGS_PER_MESSAGE, PACKED_MESSAGE_BYTES } from '../../../functions/src/limits.js';
import { documentBytes } from '../../../functions/src/process/document-size.js';
import { addTerms } from '../../../functions/src/process/add-terms.js';
import { toDocuments } from '../../../functions/src/process/to-document.js';
import { originAttributes } from '../../../functions/src/contract/origin.js';
import { indexEntries, type Indexes } from './index-entries.js';

export type OriginalText = 'document' | 'restricted' | 'none';

/** Sizes in bytes, of logs made by the functions' own code. */
export interface Sizes {
  /** Messages per request, and the logs in each on average. */
  messages: number;
  logsPerMessage: number;
  /** Such a Pub/Sub message with its attributes. */
  message: number;
  /** The same for one log: what a dead letter carries. */
  messageOfOne: number;
  documents: number;
  /** Documents per log: two if its original is kept apart. */
  documentCount: number;
  indexEntries: number;
  indexes: number;
}

const TENANT = 'acme-corp';
const NOW = '2026-01-15T10:30:00.123Z';
const ORIGIN = {
  requestId: newRequestId(),
  traceparent: `00-${'1'.repeat(32)}-${'1'.repeat(16)}-01`,
};
// A time and an id as long as those of Pub/Sub: https://cloud.google.com/pubsub/pricing
const MESSAGE_OVERHEAD = 20 + 17;

/** A log with an id, a severity and a time, whose text has `bytes` bytes and nothing to redact. */
export function sizesOf(
  {
    bytes,
    batch,
    originalText,
    search,
    expires,
  }: {
    bytes: number;
    batch: number;
    originalText: OriginalText;
    search: SearchMode;
    expires: boolean;
  },
  indexes: Indexes,
): Sizes {
  const text = textOf(bytes);
  const log = { log_id: newLogId(), text, timestamp: NOW, severity: 'INFO' } as const;
  const envelope: LogMessage = {
    version: 1,
    tenant_id: TENANT,
    source: 'json_upload',
    received_at: NOW,
    logs: [log],
  };
  const settings = {
    ...DEFAULT_TENANT.settings,
    original_text: originalText,
    search,
    ...(expires && { retention_days: 30 }),
  };
  const tenant = { ...DEFAULT_TENANT, settings };
  const at = parseTimestamp(NOW);
  const made = toDocuments(log, envelope, tenant, at, undefined, ORIGIN.requestId);

  const path = `tenants/${TENANT}/processed_logs/${log.log_id}`;
  addTerms(made.log, search, documentBytes(path, made.log));
  const stored = [
    { path, document: asStored(made.log) },
    ...(made.original === undefined
      ? []
      : [{ path: `${path}/restricted/original`, document: asStored(made.original) }]),
  ];
  const entries = stored.flatMap((one) => indexEntries(indexes, one.path, one.document));
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
  const fitting = Math.floor(PACKED_MESSAGE_BYTES / (utf8Bytes(JSON.stringify(log)) + 1));
  const messages = Math.ceil(batch / Math.max(1, Math.min(MAX_LOGS_PER_MESSAGE, fitting)));
  const logsPerMessage = batch / messages;
  const further = messageBytes({ ...envelope, logs: [log, log] }) - messageBytes(envelope);
  return {
    messages,
    logsPerMessage,
    message: messageBytes(envelope) + (logsPerMessage - 1) * further,
    messageOfOne: messageBytes(envelope),
    documents: sum(stored.map((one) => documentBytes(one.path, one.document))),
    documentCount: stored.length,
    indexEntries: entries.length,
    indexes: sum(entries.map((entry) => entry.bytes)),
  };
}

/**
 * Words of seven bytes with the space behind them, each another one: as many different terms as a
 * line of a log of that size has, measured on generated ones (76 in 465 bytes).
 */
function textOf(bytes: number): string {
  const count = Math.ceil(bytes / 7);
  const words = Array.from({ length: count }, (_, n) =>
    [1, 26, 676].map((power) => String.fromCharCode(97 + (Math.floor(n / power) % 26))).join(''),
  );
  return words
    .map((word) => `log${word} `)
    .join('')
    .slice(0, bytes);
}

const messageBytes = (message: LogMessage): number =>
  utf8Bytes(JSON.stringify(message)) +
  utf8Bytes(`tenant_id${message.tenant_id}version${message.version}`) +
  utf8Bytes(Object.entries(originAttributes(ORIGIN)).flat().join('')) +
  MESSAGE_OVERHEAD;

/** A time takes 8 bytes, as a number does. */
function asStored(document: object): Record<string, unknown> {
  const isTime = (value: unknown) =>
    typeof value === 'object' && value !== null && 'seconds' in value && 'nanos' in value;
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [name, isTime(value) ? 0 : value]),
  );
}
