import type { CloudEvent } from 'firebase-functions';
import type { MessagePublishedData } from 'firebase-functions/pubsub';

import { type NoticeMessage, noticeMessageSchema } from '../../contract/alert-messages.js';
import { originOf } from '../../contract/origin.js';
import { logEvent, logFailure } from '../../telemetry/log.js';
import type { createSendNotice, Sent } from './send-notice.js';

/** Sends a notice to one target. A throw is a redelivery: later, and later each time. */
export function createHandle(send: ReturnType<typeof createSendNotice>) {
  return async ({ data: { message } }: CloudEvent<MessagePublishedData>): Promise<void> => {
    const begun = performance.now();
    const { messageId, attributes } = message;
    const origin = originOf(attributes);
    const address = decode(message.data);
    if (address === undefined) {
      // It would come again for days, and never be another.
      logEvent('notice_unreadable', { message_id: messageId }, origin);
      return;
    }
    const { tenant_id, notice_id, target_id } = address;
    const told = { tenant_id, notice_id, target_id };
    let state: Sent['state'];
    try {
      const sent = await send(told);
      ({ state } = sent);
      if ('attempts' in sent) {
        const { kind, attempts } = sent;
        const duration_ms = Math.round(performance.now() - begun);
        const fields = { ...told, kind, attempts, duration_ms };
        if (sent.state === 'delivered') logEvent('notice_delivered', fields, origin);
        else {
          const name = sent.state === 'again' ? 'notice_retried' : 'notice_undelivered';
          logEvent(name, { ...fields, reason: sent.reason }, origin);
        }
      }
    } catch (error) {
      logFailure('notice_failed', error, { message_id: messageId, ...told }, origin);
      // Without a cause: the platform logs what is thrown.
      // oxlint-disable-next-line preserve-caught-error
      throw new Error('the notice could not be handled yet; the message is delivered again');
    }
    if (state === 'again' || state === 'crowded') throw new Error(REDELIVERED[state]);
  };
}

const REDELIVERED = {
  again: 'the target has not accepted the notice yet; it is delivered again',
  crowded: 'too many notices of its tenant are under way; it is delivered again',
};

function decode(data: string | undefined): NoticeMessage | undefined {
  try {
    const text = Buffer.from(data ?? '', 'base64').toString();
    return noticeMessageSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
