import pMap from 'p-map';

import { isDeadLetterId } from '../contract/dead-letter.js';
import { MESSAGE_RETENTION_SECONDS } from '../limits.js';
import { createReplay, type ReplayDeps, type ReplayResult } from './replay.js';
import type { DeadLetterQuery, DeadLetterStore, ReadRetention } from './store.js';
import { type DeadLetterRecord, letterIdOf } from './to-record.js';

export interface ReplayAllOptions {
  store: Pick<DeadLetterStore, 'get' | 'list' | 'markReplayed'>;
  publish: ReplayDeps['publish'];
  readRetention: ReadRetention;
  query: DeadLetterQuery;
  /** Only these ids; if empty, everything that the query finds. */
  ids: string[];
  newId: boolean;
  /** Stops the work between two letters. */
  signal: AbortSignal;
  onResult: (result: FinalResult) => void;
}

export type FinalResult =
  | Exclude<ReplayResult, { outcome: 'needs_whole' }>
  /** The letter is older than the retention of the topic, which had the whole payload. */
  | { outcome: 'payload_gone' }
  /** The retention did not yield it this time; another reader may have held it. */
  | { outcome: 'payload_not_found' };

/** Letters processed at once. */
const CONCURRENCY = 20;

/** Replays what the query finds. If interrupted at any point, the next call finishes the work. */
export async function replayAll(options: ReplayAllOptions): Promise<void> {
  const { store, publish, readRetention, query, newId, signal, onResult } = options;
  const replay = createReplay({
    publish,
    markReplayed: (letter, newLogId) => store.markReplayed(letter, newLogId),
  });
  const needWhole = new Map<string, DeadLetterRecord>();

  await pMap(
    selected(options),
    async (letter) => {
      if (signal.aborted) return;
      const result = await replay(letter, { newId });
      if (result.outcome === 'needs_whole') {
        needWhole.set(letter.id, { ...letter, document: { ...letter.document, payload: '' } });
      } else {
        onResult(result);
      }
    },
    { concurrency: CONCURRENCY },
  );

  if (needWhole.size > 0 && !signal.aborted) {
    for await (const retained of readRetention()) {
      if (signal.aborted) break;
      const id = letterIdOf(retained);
      const letter = needWhole.get(id);
      if (letter === undefined) continue;
      const result = await replay(letter, { newId, whole: retained.data });
      needWhole.delete(id);
      if (result.outcome !== 'needs_whole') onResult(result);
      if (needWhole.size === 0) break;
    }
    if (signal.aborted) return;
    // While the whole payload may still be there, not finding it proves nothing.
    for (const letter of needWhole.values()) {
      onResult({ outcome: isPastRetention(letter) ? 'payload_gone' : 'payload_not_found' });
    }
  }

  async function* selected({ ids }: ReplayAllOptions): AsyncGenerator<DeadLetterRecord> {
    if (ids.length === 0) {
      for await (const letter of store.list(query, true)) {
        if (signal.aborted) return;
        yield letter;
      }
      return;
    }
    for (const id of ids) {
      const letter = isDeadLetterId(id) ? await store.get(query.tenantId, id) : undefined;
      if (letter !== undefined) yield letter;
    }
  }
}

function isPastRetention({ document }: DeadLetterRecord): boolean {
  return Date.now() / 1000 - document.dead_at.seconds > MESSAGE_RETENTION_SECONDS;
}
