import type { MessageAttributes } from '../contract/dead-letter.js';
import { restorePayload } from './restore-payload.js';
import { originAttributes } from '../telemetry/origin.js';
import type { DeadLetterRecord } from './to-record.js';
import { withNewLogId } from './with-new-log-id.js';

export interface ReplayDeps {
  /** Resolves once the ingestion topic has it. */
  publish: (data: Buffer, attributes: MessageAttributes) => Promise<void>;
  /** Resolves once the letter says that it was replayed. */
  markReplayed: (letter: DeadLetterRecord, newLogId?: string) => Promise<void>;
}

export interface ReplayOptions {
  /** Gives the log of a `log_id_conflict` another id; without it, it stays a dead letter. */
  newId: boolean;
  /** The payload as received, for a letter whose document keeps only a part of it. */
  whole?: Buffer;
}

export type ReplayOutcome =
  /** Published again to the ingestion topic. */
  | 'replayed'
  /** It was replayed before, and is not again. */
  | 'already_replayed'
  /** Under its own id it would only conflict again. */
  | 'needs_new_id'
  /** Its document keeps only a part of the payload; the whole is in the topic's retention. */
  | 'needs_whole';

/**
 * Sends a dead letter through the worker again. Publishes first and marks after: who is
 * interrupted between the two replays it again, and the log's id lets it be stored once.
 */
export function createReplay({ publish, markReplayed }: ReplayDeps) {
  return async (
    letter: DeadLetterRecord,
    { newId, whole }: ReplayOptions,
  ): Promise<ReplayOutcome> => {
    const { id, tenantId, document } = letter;
    if (document.replayed_at !== undefined) return 'already_replayed';
    const conflicts = document.reason === 'log_id_conflict';
    if (conflicts && !newId) return 'needs_new_id';

    const received = restorePayload(document) ?? whole;
    if (received === undefined) return 'needs_whole';
    const renamed = conflicts ? withNewLogId(received, id) : undefined;
    await publish(renamed?.payload ?? received, {
      // Also lets an empty message through, which Pub/Sub refuses without attributes.
      replay_of: id,
      ...(tenantId !== undefined && { tenant_id: tenantId }),
      ...originAttributes({ requestId: document.request_id, traceparent: document.traceparent }),
    });
    await markReplayed(letter, renamed?.logId);
    return 'replayed';
  };
}
