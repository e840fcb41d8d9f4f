import { createDeadLetterStore } from '../adapters/dead-letter-store.js';
import type { Settings } from '../config.js';
import { type FinalResult, replayAll } from '../dead-letter/replay-all.js';
import { REPLAY_TIMEOUT_MS } from '../limits.js';
import { Refusal } from './refusal.js';

/** Replays one letter; resolves to `undefined` where the tenant has no such letter. */
export function createReplayOne(settings: Settings) {
  const { topic, deadLetterTopic, publishTimeoutMs, storeTimeoutMs } = settings;
  const store = createDeadLetterStore(storeTimeoutMs);
  return async (tenantId: string, id: string, newId: boolean): Promise<FinalResult | undefined> => {
    const results: FinalResult[] = [];
    const signal = AbortSignal.timeout(REPLAY_TIMEOUT_MS);
    await replayAll({
      store,
      query: { tenantId },
      ids: [id],
      newId,
      topic,
      deadLetterTopic,
      publishTimeoutMs,
      signal,
      onResult: (result) => results.push(result),
    });
    const [result] = results;
    if (result === undefined && signal.aborted) {
      throw new Refusal(
        'deadline-exceeded',
        'The whole of this letter was not found in time: ask the operator of the gateway to replay it.',
      );
    }
    return result;
  };
}
