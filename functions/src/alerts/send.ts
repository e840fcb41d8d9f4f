import { ALERT_MESSAGE_VERSION, type NoticeMessage } from '../contract/alert-messages.js';
import type { Origin } from '../contract/origin.js';

/** Resolves once Pub/Sub has the message; rejects if that is uncertain. */
export type PublishNotice = (message: NoticeMessage, origin?: Origin) => Promise<void>;

/**
 * Publishes a notice, one message per target. Rejects if any of them may not have been published.
 */
export async function sendNotice(
  publish: PublishNotice,
  {
    tenantId,
    noticeId,
    targets,
  }: { tenantId: string; noticeId: string; targets: readonly string[] },
  origin?: Origin,
): Promise<void> {
  await Promise.all(
    targets.map((target_id) =>
      publish(
        { version: ALERT_MESSAGE_VERSION, tenant_id: tenantId, notice_id: noticeId, target_id },
        origin,
      ),
    ),
  );
}
