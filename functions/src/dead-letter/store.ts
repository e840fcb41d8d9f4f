import type { DeadLetterReason } from '../contract/dead-letter.js';
import type { Instant } from '../contract/timestamp.js';
import type { DeadLetterMessage, DeadLetterRecord } from './to-record.js';

/** Which dead letters; `tenantId` undefined: those that name no valid tenant. */
export interface DeadLetterQuery {
  tenantId: string | undefined;
  reason?: DeadLetterReason;
  /** That died at this time or later. */
  since?: Date;
}

/** Where a letter is. */
export type DeadLetterAddress = Pick<DeadLetterRecord, 'tenantId' | 'id'>;

export interface DeadLetterStore {
  /** Writes a dead letter; one that is there already stays as it is. */
  record(record: DeadLetterRecord): Promise<'created' | 'exists'>;
  get(tenantId: string | undefined, id: string): Promise<DeadLetterRecord | undefined>;
  /** Newest first. Without payloads each `payload` is empty. */
  list(query: DeadLetterQuery, withPayloads: boolean): AsyncGenerator<DeadLetterRecord>;
  count(query: DeadLetterQuery): Promise<number>;
  /**
   * Says on the letter that it was replayed just now, and resolves to that time. One that is gone
   * meanwhile stays gone.
   */
  markReplayed(letter: DeadLetterAddress, newLogId?: string): Promise<Instant>;
  /** Resolves to whether there was one. */
  remove(letter: DeadLetterAddress): Promise<boolean>;
}

/**
 * Every message that the dead-letter topic still keeps, whole. Nothing comes where nothing is kept.
 */
export type ReadRetention = () => AsyncIterable<RetainedLetter>;

export type RetainedLetter = Omit<DeadLetterMessage, 'publishTime'>;
