import {
  type ReplayDeadLetterInput,
  replayDeadLetterInput,
  type ReplayDeadLetterOutput,
} from '../contract/console.js';
import { toIso } from '../contract/timestamp.js';
import type { FinalResult } from '../dead-letter/replay-all.js';
import type { Action } from './call.js';
import { Refusal } from './refusal.js';
import type { RequireActive } from './tenants.js';

export interface ReplayDeadLetterDeps {
  requireActive: RequireActive;
  /** `undefined`: the tenant has no such letter. */
  replay: (tenantId: string, id: string, newId: boolean) => Promise<FinalResult | undefined>;
}

/** Sends one dead letter of the caller's tenant through the worker again. */
export function createReplayDeadLetter({
  requireActive,
  replay,
}: ReplayDeadLetterDeps): Action<ReplayDeadLetterInput, ReplayDeadLetterOutput> {
  return {
    input: replayDeadLetterInput,
    async run(tenantId, { dead_letter_id, new_log_id }) {
      await requireActive(tenantId);
      const result = await replay(tenantId, dead_letter_id, new_log_id ?? false);
      if (result === undefined) throw new Refusal('not-found', 'There is no such dead letter.');
      if (result.outcome !== 'replayed') {
        throw new Refusal('failed-precondition', REASONS[result.outcome]);
      }
      const { logIds, replayedAt } = result;
      return { dead_letter_id, log_ids: logIds, replayed_at: toIso(replayedAt) };
    },
  };
}

const REASONS = {
  already_replayed: 'It was replayed before, and is not again.',
  needs_new_id:
    'Its log_id belongs to a log with other content: replay it with new_log_id to store it beside the first, or discard it.',
  payload_gone:
    'It was too large for its document, and the whole of it is kept no longer: send these logs again from where they came.',
} as const satisfies Record<Exclude<FinalResult['outcome'], 'replayed'>, string>;
