import { type MessageAttributes, replayAttributes } from '../contract/dead-letter.js';
import type { Instant } from '../contract/timestamp.js';
import { originAttributes } from '../contract/origin.js';
import type { DeadLetterRecord } from './to-record.js';
import { readLogIds, withNewLogId } from './log-ids.js';
import { restorePayload } from './payload.js';

export interface ReplayDeps {
  /** Resolves once the ingestion topic has it. */
  publish: (data: Buffer, attributes: MessageAttributes) => Promise<void>;
  /** Records the replay on the letter; resolves to the recorded time. */
  markReplayed: (letter: DeadLetterRecord, newLogId?: string) => Promise<Instant>;
}

export interface ReplayOptions {
  /** Gives the log of a `log_id_conflict` a new id; otherwise it stays a dead letter. */
  newId: boolean;
  /** The payload as received, for a letter whose document contains only part of it. */
  whole?: Buffer;
}

export type ReplayResult =
  /** Republished to the ingestion topic; contains the logs with these ids. */
  | { outcome: 'replayed'; logIds: string[]; replayedAt: Instant }
  /** It was replayed before, and is not replayed again. */
  | { outcome: 'already_replayed' }
  /** Under its own id it would only conflict again. */
  | { outcome: 'needs_new_id' }
  /** Its document contains only part of the payload; the topic's retention has all of it. */
  | { outcome: 'needs_whole' };

/**
 * Sends a dead letter through the worker again. Publishes first and marks afterwards: if
 * interrupted in between, it is replayed again, and the log's id ensures that it is stored once.
 */
export function createReplay({ publish, markReplayed }: ReplayDeps) {
  return async (
    letter: DeadLetterRecord,
    { newId, whole }: ReplayOptions,
  ): Promise<ReplayResult> => {
    const { id, tenantId, document } = letter;
    if (document.replayed_at !== undefined) return { outcome: 'already_replayed' };
    const conflicts = document.reason === 'log_id_conflict';
    if (conflicts && !newId) return { outcome: 'needs_new_id' };

    const received = restorePayload(document) ?? whole;
    if (received === undefined) return { outcome: 'needs_whole' };
    const renamed = conflicts ? withNewLogId(received, id) : undefined;
    const payload = renamed?.payload ?? received;
    await publish(payload, {
      // Also lets an empty message through, which Pub/Sub rejects without attributes.
      ...replayAttributes(id),
      ...(tenantId !== undefined && { tenant_id: tenantId }),
      ...originAttributes({ requestId: document.request_id, traceparent: document.traceparent }),
    });
    const replayedAt = await markReplayed(letter, renamed?.logId);
    return { outcome: 'replayed', logIds: readLogIds(payload), replayedAt };
  };
}
