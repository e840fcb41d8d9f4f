import type { MessageAttributes } from '../contract/dead-letter.js';
import { replayAttributes } from '../contract/dead-letter.js';
import { type Origin, originAttributes } from '../contract/origin.js';
import { daysAfter, type Instant } from '../contract/timestamp.js';
import { HEALED_LETTER_DAYS, LATE_ROUND_FACTOR } from '../limits.js';
import { readLogIds } from './log-ids.js';
import type { Pace } from './pace.js';
import type { Recorded } from './record.js';
import type { DeadLetterStore } from './store.js';
import type { DeadLetterRecord } from './to-record.js';

export interface HealDeps {
  /** Resolves once the ingestion topic has it. */
  publish: (data: Buffer, attributes: MessageAttributes) => Promise<void>;
  store: Pick<DeadLetterStore, 'markHealed'>;
  pace: Pick<Pace, 'reserve'>;
  /** After this many rounds a letter waits for a person; 0: at once. */
  rounds: number;
  /** The wait before the second round. */
  waitSeconds: number;
  /** Milliseconds since 1970. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

export type Fate =
  /** Back on the ingestion topic. */
  | { kind: 'healed'; round: number }
  /** Left for a person. */
  | { kind: 'stays' }
  /** Its turn has not come: it must be redelivered. */
  | { kind: 'waits' };

/**
 * Sends a recorded letter back to the ingestion topic if it was Pub/Sub that gave it up, out of
 * attempts: recording it proved that the store answers again. Publishes first and marks afterwards:
 * a crash in between sends the same letter twice, and its logs are stored once, by their ids.
 */
export function createHeal(deps: HealDeps) {
  const { publish, store, pace, rounds, waitSeconds, now, sleep } = deps;
  return async (
    record: DeadLetterRecord,
    recorded: Recorded,
    { data, origin, shards }: { data: Buffer; origin: Origin; shards: number },
  ): Promise<Fate> => {
    const { id, tenantId, document } = record;
    if (document.reason !== 'attempts_exhausted' || recorded.rounds >= rounds) {
      return { kind: 'stays' };
    }
    const round = recorded.rounds + 1;
    const due = toMillis(document.dead_at) + 1000 * roundDelaySeconds(round, waitSeconds);
    if (now() < due) return { kind: 'waits' };
    const turn = pace.reserve({ tenantId, shards, logs: countLogs(data) }, now());
    if (turn === undefined) return { kind: 'waits' };
    if (turn > 0) await sleep(turn);

    // The message itself, not the document, which may contain only a part of it.
    await publish(data, {
      ...replayAttributes(id, round),
      ...(tenantId !== undefined && { tenant_id: tenantId }),
      ...originAttributes(origin),
    });
    const expiresAt = expiry(document.expires_at, now());
    await store.markHealed(record, round, expiresAt, recorded.version);
    return { kind: 'healed', round };
  };
}

/**
 * How long after its death a letter is sent back: at once the first time, later after that, so that
 * a load above what a tenant's index can take has time to pass.
 */
export function roundDelaySeconds(round: number, waitSeconds: number): number {
  if (round <= 1) return 0;
  return round === 2 ? waitSeconds : waitSeconds * LATE_ROUND_FACTOR;
}

function countLogs(data: Buffer): number {
  return Math.max(1, readLogIds(data).length);
}

/** Healed letters are kept for reference, but never longer than the tenant's retention. */
function expiry(retention: Instant | undefined, now: number): Instant {
  const healed = daysAfter({ seconds: Math.floor(now / 1000), nanos: 0 }, HEALED_LETTER_DAYS);
  return retention !== undefined && retention.seconds < healed.seconds ? retention : healed;
}

function toMillis({ seconds, nanos }: Instant): number {
  return seconds * 1000 + nanos / 1e6;
}
