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

/** Where a letter is on its way. */
export interface LetterState {
  rounds: number;
  dead_at: Instant;
  replayed_at?: Instant;
  /** The time of its document's last write. */
  version: Instant;
}

export interface DeadLetterStore {
  /** Writes a new letter. Resolves to its version, `undefined` where there is one of its id. */
  create(letter: DeadLetterRecord): Promise<Instant | undefined>;
  readState(letter: DeadLetterAddress): Promise<LetterState | undefined>;
  /**
   * Says on a letter that it came back and waits. Resolves to its new version; rejects where it is no
   * longer of the version that was read.
   */
  markReturned(letter: DeadLetterRecord, rounds: number, version: Instant): Promise<Instant>;
  /**
   * Says on a letter that it was sent back just now, for the `round`th time. One that is no longer of
   * this version stays as it is: its next message has come already, or a person has taken care of it.
   */
  markHealed(
    letter: DeadLetterAddress,
    round: number,
    expiresAt: Instant,
    version: Instant,
  ): Promise<void>;
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
