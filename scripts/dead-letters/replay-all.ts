import pMap from 'p-map';

import { readRetention } from '../../functions/src/adapters/dead-letter-retention.js';
import type {
  DeadLetterQuery,
  DeadLetterStore,
} from '../../functions/src/adapters/dead-letter-store.js';
import { openTopic } from '../../functions/src/adapters/pubsub.js';
import { retentionSubscription } from '../../functions/src/contract/dead-letter.js';
import { createReplay, type ReplayOutcome } from '../../functions/src/dead-letter/replay.js';
import type { DeadLetterRecord } from '../../functions/src/dead-letter/to-record.js';

export interface ReplayAllOptions {
  store: DeadLetterStore;
  query: DeadLetterQuery;
  /** Only these; all that the query finds when empty. */
  ids: string[];
  newId: boolean;
  topic: string;
  deadLetterTopic: string;
  publishTimeoutMs: number;
  /** Ends the work between two letters. */
  signal: AbortSignal;
  onOutcome: (outcome: FinalOutcome) => void;
}

export type FinalOutcome = Exclude<ReplayOutcome, 'needs_whole'> | 'payload_gone';

/** Letters under way at once. */
const CONCURRENCY = 20;

/** Replays what the query finds. What is cut off at any moment is done by the next call. */
export async function replayAll(options: ReplayAllOptions): Promise<void> {
  const { store, query, newId, signal, onOutcome } = options;
  const topic = openTopic(options.topic, options.publishTimeoutMs);
  const replay = createReplay({
    publish: async (data, attributes) => {
      await topic.publishMessage({ data, attributes });
    },
    markReplayed: (letter, newLogId) => store.markReplayed(letter, newLogId),
  });
  const needWhole = new Map<string, DeadLetterRecord>();

  await pMap(
    selected(options),
    async (letter) => {
      if (signal.aborted) return;
      const outcome = await replay(letter, { newId });
      if (outcome === 'needs_whole') {
        needWhole.set(letter.id, { ...letter, document: { ...letter.document, payload: '' } });
      } else {
        onOutcome(outcome);
      }
    },
    { concurrency: CONCURRENCY },
  );

  if (needWhole.size > 0 && !signal.aborted) {
    for await (const { id, data } of readRetention(
      retentionSubscription(options.deadLetterTopic),
    )) {
      if (signal.aborted) break;
      const letter = needWhole.get(id);
      if (letter === undefined) continue;
      const outcome = await replay(letter, { newId, whole: data });
      needWhole.delete(id);
      if (outcome !== 'needs_whole') onOutcome(outcome);
      if (needWhole.size === 0) break;
    }
    if (!signal.aborted) for (const _letter of needWhole) onOutcome('payload_gone');
  }
  await topic.flush();

  async function* selected({ ids }: ReplayAllOptions): AsyncGenerator<DeadLetterRecord> {
    if (ids.length === 0) {
      for await (const letter of store.list(query, true)) {
        if (signal.aborted) return;
        yield letter;
      }
      return;
    }
    for (const id of ids) {
      const letter = await store.get(query.tenantId, id);
      if (letter !== undefined) yield letter;
    }
  }
}
