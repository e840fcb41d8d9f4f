import { z } from 'zod';

import { attributesSchema } from './attributes.js';
import { logIdSchema, tenantIdSchema } from './ids.js';
import { severitySchema } from './severity.js';
import { type Source, SOURCES } from './sources.js';
import { SPLIT_OVERLAP } from '../limits.js';
import { repairsSchema } from './repairs.js';
import { isBlank, textSchema } from './text.js';
import { timestampSchema } from './timestamp.js';

/**
 * The message from `ingest` to `processLogs`: the data of a Pub/Sub message, as JSON in UTF-8. It
 * contains logs of one tenant that were sent together.
 */
export const MESSAGE_VERSION = 1;

export { type Source, SOURCES };

/** Which part of a log a document contains; `id` is that of the first part, and so of the log. */
export const splitSchema = z
  .strictObject({
    id: logIdSchema,
    index: z.int().min(0),
    total: z.int().min(2),
  })
  .refine(({ index, total }) => index < total, 'must have an index below its total');

export type Split = z.infer<typeof splitSchema>;

/**
 * How much of a text, in UTF-16 units, is only context for the redactor: it belongs to the parts
 * before and after this one. `path`: `['text']`, or the keys of a text in `['attributes', …]`.
 */
const overlapSchema = z.strictObject({
  path: z.array(z.union([z.string(), z.int()])).min(1),
  before: z.int().min(0).max(SPLIT_OVERLAP),
  after: z.int().min(0).max(SPLIT_OVERLAP),
});

export type Overlap = z.infer<typeof overlapSchema>;

/** One log of a message, or a part of one. */
export const logSchema = z
  .strictObject({
    log_id: logIdSchema,
    text: textSchema,
    /**
     * When it happened, by which readers sort: the client's timestamp, else the request's arrival.
     * Distinct for each log of a request, in the order in which they were sent.
     */
    time: timestampSchema.exactOptional(),
    timestamp: timestampSchema.exactOptional(),
    severity: severitySchema.exactOptional(),
    attributes: attributesSchema.exactOptional(),
    repairs: repairsSchema.exactOptional(),
    split: splitSchema.exactOptional(),
    overlap: z.array(overlapSchema).max(3).exactOptional(),
  })
  .refine(({ text, split }) => split !== undefined || !isBlank(text), {
    error: 'must not be empty or only white space',
    path: ['text'],
  });

export type Log = z.infer<typeof logSchema>;

/**
 * Everything but the logs, which are validated one by one: a bad one must not take others with it.
 */
export const envelopeSchema = z.strictObject({
  version: z.literal(MESSAGE_VERSION),
  tenant_id: tenantIdSchema,
  source: z.enum(SOURCES),
  received_at: timestampSchema,
  logs: z.array(z.unknown()).min(1),
});

export type Envelope = z.infer<typeof envelopeSchema>;

export type LogMessage = Omit<Envelope, 'logs'> & { logs: Log[] };

/**
 * The data of a message up to its first log. The logs follow as JSON, each serialised once, with commas
 * between them, and then {@link MESSAGE_END}.
 */
export function messageHead({
  tenant_id,
  source,
  received_at,
}: Pick<Envelope, 'tenant_id' | 'source' | 'received_at'>): string {
  const head = JSON.stringify({ version: MESSAGE_VERSION, tenant_id, source, received_at });
  return `${head.slice(0, -1)},"logs":[`;
}

export const MESSAGE_END = ']}';
