import pMap from 'p-map';

import type { DeadLetter } from '../contract/dead-letter.js';
import type { Envelope } from '../contract/log-message.js';
import { DEFAULT_TENANT, type Tenant } from '../contract/tenant.js';
import { MAX_CONCURRENT_PUBLISHES } from '../limits.js';
import { decode, type ReceivedMessage } from './decode.js';
import type { Outcome } from './store-logs.js';

/** Resolves once the dead letter is safe in its topic; rejects when that is not known. */
export type PublishDeadLetter = (letter: DeadLetter) => Promise<void>;

export interface ProcessMessageDeps {
  storeLogs: (envelope: Envelope, tenant: Tenant) => Promise<Outcome[]>;
  /** Rejects while it cannot be known how the tenant has its logs stored. */
  findTenant: (tenantId: string) => Promise<Tenant | undefined>;
  publishDeadLetter: PublishDeadLetter;
}

/** How many logs of a message met which fate. */
export interface Summary {
  tenantId?: string;
  stored: number;
  duplicate: number;
  deadLetter: number;
}

/**
 * Processes a message to the end, each of its logs on its own. Resolves when every log is either
 * stored or safe in the dead-letter topic, so that the message may be acknowledged. Otherwise
 * throws, once all of its logs are dealt with, and Pub/Sub delivers it again.
 */
export function createProcessMessage(deps: ProcessMessageDeps) {
  const { storeLogs, findTenant, publishDeadLetter } = deps;
  return async (message: ReceivedMessage): Promise<Summary> => {
    const decoded = decode(message.data);
    if (!decoded.ok) {
      const { reason, detail } = decoded;
      const tenant = decoded.tenantId === undefined ? {} : { tenantId: decoded.tenantId };
      await publishDeadLetter({
        reason,
        detail,
        payload: message.data,
        sourceMessageId: message.messageId,
        attempts: message.deliveryAttempt,
        ...tenant,
      });
      return { ...tenant, stored: 0, duplicate: 0, deadLetter: 1 };
    }
    const { envelope } = decoded;
    // Not the defaults when it cannot be read: they would show what a tenant may want hidden.
    const known = await findTenant(envelope.tenant_id);

    const outcomes = await storeLogs(envelope, known ?? DEFAULT_TENANT);
    const letters = outcomes.flatMap((outcome, index) =>
      outcome.kind === 'dead_letter' ? [deadLetter(outcome, envelope, index, message)] : [],
    );
    // All are tried: the next delivery has the fewer left to do.
    const published = await pMap(letters, (letter) => settled(publishDeadLetter(letter)), {
      concurrency: MAX_CONCURRENT_PUBLISHES,
    });
    const retry = [...outcomes, ...published].find((outcome) => outcome.kind === 'retry');
    if (retry !== undefined) {
      throw new Error('a log of the message could not be stored yet', { cause: retry.cause });
    }
    const count = (kind: Outcome['kind']) => outcomes.filter((o) => o.kind === kind).length;
    return {
      tenantId: envelope.tenant_id,
      stored: count('stored'),
      duplicate: count('duplicate'),
      deadLetter: count('dead_letter'),
    };
  };
}

/** Whose dead letter is not safe anywhere yet must come again. */
async function settled(publishing: Promise<void>): Promise<Outcome | { kind: 'safe' }> {
  try {
    await publishing;
    return { kind: 'safe' };
  } catch (cause) {
    return { kind: 'retry', cause };
  }
}

/** The one log as a message of its own: a replay of it does not touch its neighbours. */
function deadLetter(
  { reason, detail, logId }: Extract<Outcome, { kind: 'dead_letter' }>,
  envelope: Envelope,
  logIndex: number,
  { messageId, deliveryAttempt }: ReceivedMessage,
): DeadLetter {
  return {
    reason,
    detail,
    payload: Buffer.from(JSON.stringify({ ...envelope, logs: [envelope.logs[logIndex]] })),
    sourceMessageId: messageId,
    attempts: deliveryAttempt,
    logIndex,
    tenantId: envelope.tenant_id,
    ...(logId !== undefined && { logId }),
  };
}
