import type { DeadLetterReason } from '../contract/dead-letter.js';
import type { Instant } from '../contract/timestamp.js';
import type { DeadLetterMessage, DeadLetterRecord } from './to-record.js';

/** Which dead letters to list; `tenantId` undefined: those that name no valid tenant. */
export interface DeadLetterQuery {
  tenantId: string | undefined;
  reason?: DeadLetterReason;
  /** Only those that died at this time or later. */
  since?: Date;
}

/** Identifies a letter. */
export type DeadLetterAddress = Pick<DeadLetterRecord, 'tenantId' | 'id'>;

/** A letter's progress. */
export interface LetterState {
  rounds: number;
  dead_at: Instant;
  replayed_at?: Instant;
  /** The time of its document's last write. */
  version: Instant;
}

export interface DeadLetterStore {
  /**
   * Writes a new letter. Resolves to its version; `undefined` if there is already one with its id.
   */
  create(letter: DeadLetterRecord): Promise<Instant | undefined>;
  readState(letter: DeadLetterAddress): Promise<LetterState | undefined>;
  /**
   * Records on a letter that it came back and is waiting. Resolves to its new version; rejects if
   * the version has changed since it was read.
   */
  markReturned(letter: DeadLetterRecord, rounds: number, version: Instant): Promise<Instant>;
  /**
   * Records on a letter that it was sent back just now, for the `round`th time. Does nothing if the
   * version has changed: its next message has already arrived, or a person has taken care of it.
   */
  markHealed(
    letter: DeadLetterAddress,
    round: number,
    expiresAt: Instant,
    version: Instant,
  ): Promise<void>;
  get(tenantId: string | undefined, id: string): Promise<DeadLetterRecord | undefined>;
  /** Newest first. Without payloads, each `payload` is empty. */
  list(query: DeadLetterQuery, withPayloads: boolean): AsyncGenerator<DeadLetterRecord>;
  count(query: DeadLetterQuery): Promise<number>;
  /**
   * Records on the letter that it was replayed just now, and resolves to that time. A letter
   * deleted meanwhile stays deleted.
   */
  markReplayed(letter: DeadLetterAddress, newLogId?: string): Promise<Instant>;
  /** Resolves to whether it existed. */
  remove(letter: DeadLetterAddress): Promise<boolean>;
}

/** Every message that the dead-letter topic still retains, whole; may be empty. */
export type ReadRetention = () => AsyncIterable<RetainedLetter>;

export type RetainedLetter = Omit<DeadLetterMessage, 'publishTime'>;
