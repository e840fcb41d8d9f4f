import {
  type DiscardDeadLetterInput,
  discardDeadLetterInput,
  type DiscardDeadLetterOutput,
  type ReplayDeadLetterInput,
  replayDeadLetterInput,
  type ReplayDeadLetterOutput,
} from '../contract/console.js';
import { toIso } from '../contract/timestamp.js';
import { type FinalResult, replayAll, type ReplayAllOptions } from '../dead-letter/replay-all.js';
import type { DeadLetterStore } from '../dead-letter/store.js';
import { REPLAY_TIMEOUT_MS } from '../limits.js';
import type { Action } from './call.js';
import { Refusal, type RequireActive } from './refusal.js';

export interface ReplayDeadLetterDeps extends Pick<
  ReplayAllOptions,
  'store' | 'publish' | 'readRetention'
> {
  requireActive: RequireActive;
}

/** Sends one dead letter of the caller's tenant through the worker again. */
export function createReplayDeadLetter({
  requireActive,
  ...deps
}: ReplayDeadLetterDeps): Action<ReplayDeadLetterInput, ReplayDeadLetterOutput> {
  return {
    input: replayDeadLetterInput,
    async run(tenantId, { dead_letter_id, new_log_id: newId = false }) {
      await requireActive(tenantId);
      const results: FinalResult[] = [];
      const signal = AbortSignal.timeout(REPLAY_TIMEOUT_MS);
      await replayAll({
        ...deps,
        query: { tenantId },
        ids: [dead_letter_id],
        newId,
        signal,
        onResult: (result) => results.push(result),
      });
      const [result] = results;
      if (result === undefined && signal.aborted) throw new Refusal('deadline-exceeded', TOO_LATE);
      if (result === undefined) throw noSuchLetter();
      if (result.outcome !== 'replayed') {
        throw new Refusal('failed-precondition', REASONS[result.outcome]);
      }
      const { logIds, replayedAt } = result;
      return { dead_letter_id, log_ids: logIds, replayed_at: toIso(replayedAt) };
    },
  };
}

/** Deletes one dead letter of the caller's tenant for good. */
export function createDiscardDeadLetter(
  store: Pick<DeadLetterStore, 'remove'>,
): Action<DiscardDeadLetterInput, DiscardDeadLetterOutput> {
  return {
    input: discardDeadLetterInput,
    async run(tenantId, { dead_letter_id }) {
      const removed = await store.remove({ tenantId, id: dead_letter_id });
      if (!removed) throw noSuchLetter();
      return { dead_letter_id };
    },
  };
}

function noSuchLetter(): Refusal {
  return new Refusal('not-found', 'No such dead letter.');
}

const TOO_LATE =
  'The complete message was not found in time: ask the gateway’s operator to replay it.';

const REASONS = {
  already_replayed: 'It has been replayed before, and cannot be replayed again.',
  needs_new_id:
    'Its log_id belongs to a log with other content: replay it with new_log_id to store it beside the first, or discard it.',
  payload_gone:
    'It was too large for its document, and the complete message is no longer kept: send these logs again from their source.',
  payload_not_found:
    'It was too large for its document, and the complete message was not found this time, perhaps because of another replay: try again in a minute.',
} as const satisfies Record<Exclude<FinalResult['outcome'], 'replayed'>, string>;
