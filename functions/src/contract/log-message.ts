import { z } from 'zod';

import { attributesSchema } from './attributes.js';
import { logIdSchema, tenantIdSchema } from './ids.js';
import { severitySchema } from './severity.js';
import { type Source, SOURCES } from './sources.js';
import { textSchema } from './text.js';
import { timestampSchema } from './timestamp.js';

/**
 * The message between `ingest` and `processLogs`: the data of a Pub/Sub message, as JSON in
 * UTF-8. It carries logs of one tenant, sent together.
 */
export const MESSAGE_VERSION = 1;

export { type Source, SOURCES };

/** One log of a message. */
export const logSchema = z.strictObject({
  log_id: logIdSchema,
  text: textSchema,
  /**
   * When it happened, by which readers sort: the client's timestamp, else when the request arrived.
   * Different for each log of a request, in the order in which they were sent.
   */
  time: timestampSchema.exactOptional(),
  timestamp: timestampSchema.exactOptional(),
  severity: severitySchema.exactOptional(),
  attributes: attributesSchema.exactOptional(),
});

export type Log = z.infer<typeof logSchema>;

/** All but the logs, which are judged one by one: a bad one must not take others with it. */
export const envelopeSchema = z.strictObject({
  version: z.literal(MESSAGE_VERSION),
  tenant_id: tenantIdSchema,
  source: z.enum(SOURCES),
  received_at: timestampSchema,
  logs: z.array(z.unknown()).min(1),
});

export type Envelope = z.infer<typeof envelopeSchema>;

export type LogMessage = Omit<Envelope, 'logs'> & { logs: Log[] };

/** The data of a message whose logs are JSON already: each is serialised once. */
export function encodeMessage(
  { tenant_id, source, received_at }: Pick<Envelope, 'tenant_id' | 'source' | 'received_at'>,
  logs: readonly string[],
): Buffer {
  const head = JSON.stringify({ version: MESSAGE_VERSION, tenant_id, source, received_at });
  return Buffer.from(`${head.slice(0, -1)},"logs":[${logs.join(',')}]}`);
}
