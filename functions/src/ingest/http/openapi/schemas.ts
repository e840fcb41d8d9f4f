import { z } from 'zod';

import { DEAD_LETTER_REASONS } from '../../../contract/dead-letter.js';
import { logIdSchema, tenantIdSchema } from '../../../contract/ids.js';
import { PROBLEMS } from '../../../contract/problem-codes.js';
import { REPAIRS } from '../../../contract/repairs.js';
import { SEVERITIES } from '../../../contract/severity.js';

/** A log as clients should send it. What is sent otherwise is kept, too: see `repairs`. */
export const Log = z
  .looseObject({
    tenant_id: tenantIdSchema.exactOptional().meta({
      description: 'The log’s tenant. If you send a key, it must be the key’s tenant.',
    }),
    log_id: z.union([z.string(), z.number()]).exactOptional().meta({
      description:
        'The idempotency key: a log sent again under the same id is stored once. An id that Firestore does not accept is percent-encoded; above 1,500 bytes its SHA-256 is used.',
    }),
    text: z.string().exactOptional().meta({
      description:
        'The log’s text. Without it, message, msg, log or body is used, or else the other fields as JSON; one of these is required.',
    }),
    timestamp: z.union([z.string(), z.number()]).exactOptional().meta({
      description:
        'A time in any common format: RFC 3339 and its variants, RFC 2822, syslog, common log format, or a Unix time in s, ms, µs or ns. UTC unless it has an offset. @timestamp, time or ts work too.',
    }),
    severity: z
      .union([z.enum(SEVERITIES), z.string(), z.int()])
      .exactOptional()
      .meta({
        description:
          'A severity, an alias, or a number of syslog (0 to 7), pino or bunyan (10 to 69). level, lvl, levelname or log.level work too. An unknown one is kept in attributes.',
      }),
    attributes: z.record(z.string(), z.unknown()).exactOptional().meta({
      description:
        'Further data about the log, redacted like the text. Other fields are kept here too.',
    }),
  })
  .meta({ description: 'One log' });

export const Repair = z
  .object({
    pointer: z.string().meta({ description: 'JSON Pointer (RFC 6901) into what was sent' }),
    repair: z.enum(Object.keys(REPAIRS)),
  })
  .meta({ description: 'What was kept in a different form than it was sent in' });

const repairs = z.array(Repair).exactOptional();
const omitted = z.int().exactOptional();

export const Accepted = z.object({
  status: z.literal('accepted'),
  log_id: logIdSchema,
  message: z.string(),
  repairs,
});

export const BatchAccepted = z.object({
  status: z.literal('accepted'),
  accepted: z.int().min(1),
  rejected: z.array(
    z.object({
      index: z.int().min(0).meta({ description: 'Its position among the logs sent, from 0' }),
      log_id: logIdSchema.exactOptional(),
      error: z.string(),
    }),
  ),
  log_ids: z.array(logIdSchema).meta({ description: 'The ids of the accepted logs, in order' }),
  repairs: repairs.meta({ description: 'The first repairs; each stored log lists all of its own' }),
  omitted: z
    .object({ rejected: omitted, log_ids: omitted })
    .exactOptional()
    .meta({ description: 'How many more there are than these lists contain' }),
});

export const Problem = z
  .object({
    type: z.enum(
      Object.keys(PROBLEMS).map((code) => `urn:problem:ingestion:${code.replaceAll('_', '-')}`),
    ),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(
        z.object({
          pointer: z.string().meta({ description: 'JSON Pointer (RFC 6901)' }),
          detail: z.string(),
        }),
      )
      .exactOptional(),
  })
  .meta({ description: 'RFC 9457' });

const time = z.iso.datetime();

export const LogStatus = z.object({
  log_id: logIdSchema,
  status: z.enum(['processed', 'processing', 'dead_letter']).meta({
    description: '`processing`: the log is in parts, and not all of them are stored yet',
  }),
  parts: z.strictObject({ total: z.int(), processed: z.int() }).exactOptional().meta({
    description: 'For a log that did not fit into one document: how many of its parts are stored',
  }),
  received_at: time.exactOptional(),
  processed_at: time.exactOptional(),
  dead_letter: z
    .object({
      reason: z.enum(Object.keys(DEAD_LETTER_REASONS)),
      detail: z.string(),
      received_at: time,
      dead_at: time,
    })
    .exactOptional()
    .meta({
      description: 'Together with a processed log: another log that was sent under its id.',
    }),
});

export const Health = z.object({
  status: z.literal('healthy'),
  service: z.literal('ingest'),
  version: z.string(),
  timestamp: time,
});

export const ExportLogsServiceResponse = z
  .object({
    partialSuccess: z
      .object({ rejectedLogRecords: z.string(), errorMessage: z.string() })
      .exactOptional(),
  })
  .meta({
    description:
      'OTLP: all records were accepted, or only some; if none was rejected, the message says what was repaired',
  });

export const Status = z
  .object({ code: z.int(), message: z.string() })
  .meta({ description: 'google.rpc.Status' });
