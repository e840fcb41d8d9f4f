import type { CloudEvent } from 'firebase-functions';
import type { MessagePublishedData } from 'firebase-functions/pubsub';

import { type MatchMessage, matchMessageSchema } from '../contract/alert-messages.js';
import { originOf } from '../contract/origin.js';
import { logEvent, logFailure } from '../telemetry/log.js';
import type { createCount } from './count.js';

/** Counts the matches that the worker publishes. A throw redelivers, which counts nothing twice. */
export function createHandle(count: ReturnType<typeof createCount>) {
  return async ({ data: { message } }: CloudEvent<MessagePublishedData>): Promise<void> => {
    const { messageId, attributes } = message;
    const origin = originOf(attributes);
    const told = decode(message.data);
    if (told === undefined) {
      // A redelivery would never read any better, and would go on for days.
      logEvent('alert_message_unreadable', { message_id: messageId }, origin);
      return;
    }
    try {
      await count(told, origin);
    } catch (error) {
      const fields = { message_id: messageId, tenant_id: told.tenant_id };
      logFailure('alert_count_failed', error, fields, origin);
      // Without a cause: the platform logs what is thrown.
      // oxlint-disable-next-line preserve-caught-error
      throw new Error('not everything is counted yet; the message is delivered again');
    }
  };
}

function decode(data: string): MatchMessage | undefined {
  try {
    return matchMessageSchema.safeParse(JSON.parse(Buffer.from(data, 'base64').toString())).data;
  } catch {
    return undefined;
  }
}
