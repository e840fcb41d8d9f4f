import { z } from 'zod';

import { alertIdSchema, noticeIdSchema, tenantIdSchema } from './ids.js';
import { alertConditionSchema } from './tenant.js';
import { severitySchema } from './severity.js';
import { timestampSchema } from './timestamp.js';
import { MAX_ALERTS, MAX_LOGS_PER_MESSAGE, MAX_NOTICE_LINES } from '../limits.js';

/** Version of the messages on the topics of alerts. */
export const ALERT_MESSAGE_VERSION = 1;

/** A matching log, as a notice may show it. */
const lineSchema = z.strictObject({
  log_id: z.string(),
  time: timestampSchema,
  severity: severitySchema.exactOptional(),
  text: z.string(),
});

/** The logs of one message that match one alert. */
const matchSchema = z.strictObject({
  alert_id: alertIdSchema,
  /** As the worker knows it; the alert's own document is authoritative. */
  condition: alertConditionSchema,
  /** For each log, the first 16 hex digits of the SHA-256 of its id. */
  logs: z
    .array(z.string().regex(/^[0-9a-f]{16}$/))
    .min(1)
    .max(MAX_LOGS_PER_MESSAGE),
  /** The first of the matching logs. */
  lines: z.array(lineSchema).max(MAX_NOTICE_LINES),
});

/**
 * The message on the topic `log-alerts`, from `processLogs` to `countAlerts`: the logs of one
 * message that match alerts. It is sent again for each redelivery of that message, and may then
 * contain more of its logs.
 */
export const matchMessageSchema = z.strictObject({
  version: z.literal(ALERT_MESSAGE_VERSION),
  tenant_id: tenantIdSchema,
  /** Identifies the message of the logs: the same for each of its deliveries and replays. */
  batch: z.string().regex(/^[0-9a-f]{32}$/),
  /** When the request with the logs was received: alerts count by this time. */
  received_at: timestampSchema,
  matches: z.array(matchSchema).min(1).max(MAX_ALERTS),
});

export type MatchMessage = z.infer<typeof matchMessageSchema>;

export type AlertMatch = MatchMessage['matches'][number];

/**
 * The message on the topic `alert-notices`, from the maker of a notice to `sendNotices`: one per
 * target, so that each target has its own retries. It may arrive more than once.
 */
export const noticeMessageSchema = z.strictObject({
  version: z.literal(ALERT_MESSAGE_VERSION),
  tenant_id: tenantIdSchema,
  notice_id: noticeIdSchema,
  target_id: z.uuid(),
});

export type NoticeMessage = z.infer<typeof noticeMessageSchema>;
