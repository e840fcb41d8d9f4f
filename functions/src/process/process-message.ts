import pMap from 'p-map';

import type { DeadLetter } from '../contract/dead-letter.js';
import type { Envelope, Source } from '../contract/log-message.js';
import type { Origin } from '../contract/origin.js';
import { canStoreFor } from '../contract/read-tenant.js';
import { DEFAULT_TENANT, type Tenant } from '../contract/tenant.js';
import { MAX_CONCURRENT_PUBLISHES } from '../limits.js';
import { decode, type Decoded, type ReceivedMessage } from './decode.js';
import type { OnStored, Outcome } from './store-logs.js';
import { summarise, type Summary } from './summary.js';
import { watchSafely } from './watch-safely.js';

/** Resolves once the dead letter is safe in its topic; rejects when that is uncertain. */
export type PublishDeadLetter = (letter: DeadLetter) => Promise<void>;

/** Watches which logs of one message are stored, and reports once the fate of all of them is known. */
export interface Watch {
  onStored: OnStored;
  /**
   * Called once all logs have been seen. The function it returns publishes the report; it rejects if
   * the report may not have gone out, and the message must be redelivered. `undefined`: nothing to report.
   */
  prepareReport(): (() => Promise<void>) | undefined;
}

/** `undefined` for a tenant that watches nothing. */
export type StartWatch = (envelope: Envelope, tenant: Tenant, origin: Origin) => Watch | undefined;

export interface ProcessMessageDeps {
  storeLogs: (
    envelope: Envelope,
    tenant: Tenant,
    requestId?: string,
    onStored?: OnStored,
  ) => Promise<Outcome[]>;
  watch: StartWatch;
  /** Rejects while the tenant's storage settings cannot be read. */
  findTenant: (tenantId: string) => Promise<Tenant | undefined>;
  publishDeadLetter: PublishDeadLetter;
}

/** What is known about a message, as far as it can be read, and what became of its logs. */
export interface Progress extends Summary {
  tenantId?: string;
  source?: Source;
  /** RFC 3339. */
  receivedAt?: string;
}

/** Not all logs of a message are safe: it must be redelivered. */
export class NotDone extends Error {
  override name = 'NotDone';

  readonly progress: Progress;

  constructor(progress: Progress, cause: unknown) {
    super('not every log of the message is stored yet', { cause });
    this.progress = progress;
  }
}

/** A tenant's patterns or key cannot be read: its logs wait until somebody corrects the document. */
class UnreadableTenantError extends Error {
  override name = 'UnreadableTenantError';
}

/**
 * Processes a message to the end, each of its logs separately. Resolves when every log is either
 * stored or safe in the dead-letter topic, so the message may be acknowledged. Otherwise throws
 * {@link NotDone}, after dealing with all of its logs, and Pub/Sub redelivers it.
 */
export function createProcessMessage(deps: ProcessMessageDeps) {
  const { storeLogs, findTenant, publishDeadLetter } = deps;
  const watch = watchSafely(deps.watch);
  return async (message: ReceivedMessage): Promise<Progress> => {
    const decoded = decode(message.data);
    if (!decoded.ok) return buryWhole(decoded, message);
    const { envelope } = decoded;
    const { tenant_id: tenantId, source, received_at: receivedAt, logs } = envelope;
    const head = { tenantId, source, receivedAt };

    let tenant: Tenant;
    try {
      // If it cannot be read, no defaults: they would show what a tenant may want hidden.
      tenant = (await findTenant(tenantId)) ?? DEFAULT_TENANT;
      if (!canStoreFor(tenant)) throw new UnreadableTenantError();
    } catch (error) {
      throw new NotDone({ ...head, ...summarise([]), retry: logs.length }, error);
    }
    if (tenant.deleted) return { ...head, ...summarise(logs.map(() => ({ kind: 'discarded' }))) };

    const { origin } = message;
    const watched = watch(envelope, tenant, origin);
    const outcomes = await storeLogs(envelope, tenant, origin.requestId, watched?.onStored);
    await bury(outcomes, envelope, message);
    const progress = { ...head, ...summarise(outcomes) };
    try {
      await watched?.prepareReport()?.();
    } catch (error) {
      throw new NotDone(progress, error);
    }
    const retry = outcomes.find((outcome) => outcome.kind === 'retry');
    if (retry !== undefined) throw new NotDone(progress, retry.cause);
    return progress;
  };

  /** Publishes the dead letters of a message. A log whose letter is not safe yet must be redelivered. */
  async function bury(
    outcomes: Outcome[],
    envelope: Envelope,
    message: ReceivedMessage,
  ): Promise<void> {
    const publish = async ([index, outcome]: [number, Outcome]) => {
      if (outcome.kind !== 'dead_letter') return;
      try {
        await publishDeadLetter(deadLetter(outcome, envelope, index, message));
      } catch (cause) {
        outcomes[index] = { kind: 'retry', cause };
      }
    };
    const dead = [...outcomes.entries()].filter(([, { kind }]) => kind === 'dead_letter');
    await pMap(dead, publish, { concurrency: MAX_CONCURRENT_PUBLISHES });
  }

  async function buryWhole(
    { reason, detail, tenantId }: Extract<Decoded, { ok: false }>,
    { data, messageId, deliveryAttempt, origin, replayOf }: ReceivedMessage,
  ): Promise<Progress> {
    const tenant = tenantId === undefined ? {} : { tenantId };
    try {
      await publishDeadLetter({
        reason,
        detail,
        payload: data,
        // A log that is replayed twice is still one letter.
        sourceMessageId: replayOf ?? messageId,
        attempts: deliveryAttempt,
        origin,
        ...tenant,
      });
    } catch (error) {
      throw new NotDone({ ...tenant, ...summarise([]), retry: 1 }, error);
    }
    return { ...tenant, ...summarise([{ kind: 'dead_letter', reason, detail }]) };
  }
}

/** Makes the log a message of its own, so replaying it does not touch its neighbours. */
function deadLetter(
  { reason, detail, logId }: Extract<Outcome, { kind: 'dead_letter' }>,
  envelope: Envelope,
  logIndex: number,
  { messageId, deliveryAttempt, origin }: ReceivedMessage,
): DeadLetter {
  return {
    reason,
    detail,
    payload: Buffer.from(JSON.stringify({ ...envelope, logs: [envelope.logs[logIndex]] })),
    sourceMessageId: messageId,
    attempts: deliveryAttempt,
    origin,
    logIndex,
    tenantId: envelope.tenant_id,
    ...(logId !== undefined && { logId }),
  };
}
