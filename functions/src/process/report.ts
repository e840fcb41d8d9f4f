import { logEvent, logFailure } from '../telemetry/log.js';
import type { RedactionCounts } from '../redact/index.js';
import type { ReceivedMessage } from './decode.js';
import { NotDone, type Progress } from './process-message.js';
import { summarise } from './summary.js';

/** What the report says about a message, besides what the message says itself. */
export interface Delivery extends ReceivedMessage {
  /** Of `performance.now()`. */
  begun: number;
}

/** Logs a message that is done: one line, plus one for each dead log. */
export function reportProcessed(delivery: Delivery, progress: Progress): void {
  reportDead(delivery, progress);
  logEvent(
    'message_processed',
    {
      ...told(delivery, progress),
      delay_ms: delayOf(delivery, progress),
    },
    delivery.origin,
  );
}

/** Logs a message that will be redelivered; some of its logs may be done. */
export function reportFailed(delivery: Delivery, error: unknown): void {
  // The original failure says more than its consequence.
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const progress = error instanceof NotDone ? error.progress : summarise([]);
  reportDead(delivery, progress);
  const fields = { ...told(delivery, progress), retry: progress.retry };
  logFailure('message_failed', cause, fields, delivery.origin);
}

/** Reports a subscription without a delivery policy only once: it is one incident, whatever fails. */
export function createReportNoPolicy() {
  let isReported = false;
  return ({ messageId, origin }: Delivery): void => {
    if (isReported) return;
    isReported = true;
    logEvent('delivery_policy_missing', { message_id: messageId }, origin);
  };
}

function reportDead({ messageId, deliveryAttempt, origin }: Delivery, progress: Progress): void {
  for (const { reason, logId } of progress.deadLetters) {
    logEvent(
      'log_dead',
      {
        reason,
        tenant_id: progress.tenantId,
        log_id: logId,
        message_id: messageId,
        attempt: deliveryAttempt,
      },
      origin,
    );
  }
}

function told(delivery: Delivery, progress: Progress) {
  return {
    message_id: delivery.messageId,
    attempt: delivery.deliveryAttempt,
    tenant_id: progress.tenantId,
    source: progress.source,
    replay_of: delivery.replayOf,
    bytes: delivery.data.length,
    duration_ms: Math.round(performance.now() - delivery.begun),
    stored: progress.stored,
    duplicate: progress.duplicate,
    discarded: progress.discarded,
    conflict: progress.conflict,
    dead: progress.dead,
    ...redactionFields(progress.redactions),
  };
}

/** Flat, because a metric reads its number from a single field. */
function redactionFields(redactions: RedactionCounts): Record<string, number> {
  return Object.fromEntries(
    Object.entries(redactions).map(([kind, count]) => [`redactions_${kind}`, count]),
  );
}

/** The clocks of instances may differ slightly. */
function delayOf({ replayOf }: Delivery, { receivedAt }: Progress): number | undefined {
  if (replayOf !== undefined || receivedAt === undefined) return undefined;
  return Math.max(0, Date.now() - Date.parse(receivedAt));
}
