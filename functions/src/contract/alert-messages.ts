import { z } from 'zod';

import { alertIdSchema, noticeIdSchema, tenantIdSchema } from './ids.js';
import { alertConditionSchema } from './tenant.js';
import { severitySchema } from './severity.js';
import { timestampSchema } from './timestamp.js';
import { MAX_ALERTS, MAX_LOGS_PER_MESSAGE, MAX_NOTICE_LINES } from '../limits.js';

/** Version of the messages on the topics of alerts. */
export const ALERT_MESSAGE_VERSION = 1;

/** A log that matched, as a notice may show it. */
const lineSchema = z.strictObject({
  log_id: z.string(),
  time: timestampSchema,
  severity: severitySchema.exactOptional(),
  text: z.string(),
});

/** Logs of one message that one alert asks for. */
const matchSchema = z.strictObject({
  alert_id: alertIdSchema,
  /** As the worker knows it; the alert's own document decides. */
  condition: alertConditionSchema,
  /** Of each log, the first 16 digits of the SHA-256 of its id. */
  logs: z
    .array(z.string().regex(/^[0-9a-f]{16}$/))
    .min(1)
    .max(MAX_LOGS_PER_MESSAGE),
  /** The first of them. */
  lines: z.array(lineSchema).max(MAX_NOTICE_LINES),
});

/**
 * The message on the topic `log-alerts`, from `processLogs` to `countAlerts`: what of the logs of one
 * message is asked for by alerts. It comes again with each delivery of that message, and may hold more
 * of its logs then.
 */
export const matchMessageSchema = z.strictObject({
  version: z.literal(ALERT_MESSAGE_VERSION),
  tenant_id: tenantIdSchema,
  /** Names the message of the logs: the same at each of its deliveries and replays. */
  batch: z.string().regex(/^[0-9a-f]{32}$/),
  /** When the request of the logs was received: what is counted by. */
  received_at: timestampSchema,
  matches: z.array(matchSchema).min(1).max(MAX_ALERTS),
});

export type MatchMessage = z.infer<typeof matchMessageSchema>;

export type AlertMatch = MatchMessage['matches'][number];

/**
 * The message on the topic `alert-notices`, from whoever makes a notice to `sendNotices`: one a target, so
 * that each has retries of its own. It may come more than once.
 */
export const noticeMessageSchema = z.strictObject({
  version: z.literal(ALERT_MESSAGE_VERSION),
  tenant_id: tenantIdSchema,
  notice_id: noticeIdSchema,
  target_id: z.uuid(),
});

export type NoticeMessage = z.infer<typeof noticeMessageSchema>;
