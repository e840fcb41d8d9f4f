import assert from 'node:assert/strict';

import type { DeadLetterDocument } from '../../src/contract/dead-letter.js';
import { type FinalResult, replayAll } from '../../src/dead-letter/replay-all.js';
import type { RetainedLetter } from '../../src/dead-letter/store.js';
import { type DeadLetterRecord, recordId, toRecord } from '../../src/dead-letter/to-record.js';
import { logMessage } from '../../../harness/support/messages.js';

const payload = (logId: string) =>
  Buffer.from(JSON.stringify(logMessage('acme', { log_id: logId, text: 'x' })));
const message = (logId: string): RetainedLetter => ({
  messageId: `of-${logId}`,
  data: payload(logId),
  attributes: { reason: 'rejected_by_store' },
});
const letter = (logId: string, changes: Partial<DeadLetterDocument> = {}): DeadLetterRecord => {
  const record = toRecord({ ...message(logId), publishTime: '2024-01-15T10:30:00Z' });
  return { ...record, document: { ...record.document, ...changes } };
};
const CUT = { payload: '{', payload_truncated: true } as const;

async function replayed(
  letters: DeadLetterRecord[],
  { ids = [], kept = [] }: { ids?: string[]; kept?: RetainedLetter[] } = {},
) {
  const published: string[] = [];
  const marked: string[] = [];
  const results: FinalResult[] = [];
  await replayAll({
    store: {
      get: (_tenant, id) => Promise.resolve(letters.find((one) => one.id === id)),
      list: () => oneByOne(letters),
      markReplayed: ({ id }) => {
        marked.push(id);
        return Promise.resolve({ seconds: 1, nanos: 0 });
      },
    },
    publish: (data) => {
      published.push(data.toString());
      return Promise.resolve();
    },
    readRetention: () => oneByOne(kept),
    query: { tenantId: 'acme' },
    ids,
    newId: false,
    signal: new AbortController().signal,
    onResult: (result) => results.push(result),
  });
  return { published, marked, outcomes: results.map(({ outcome }) => outcome) };
}

async function* oneByOne<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const item of items) yield await Promise.resolve(item);
}

describe('replayAll', () => {
  it('publishes and marks every letter that the query finds', async () => {
    const { published, marked, outcomes } = await replayed([letter('a'), letter('b')]);
    assert.deepEqual(published, [payload('a').toString(), payload('b').toString()]);
    assert.deepEqual(marked, [letter('a').id, letter('b').id]);
    assert.deepEqual(outcomes, ['replayed', 'replayed']);
  });

  it('replays the named letters and no others', async () => {
    const ids = [letter('b').id, 'unknown'];
    const { published } = await replayed([letter('a'), letter('b')], { ids });
    assert.deepEqual(published, [payload('b').toString()]);
  });

  it('replays a truncated letter in full from the retention, by its id', async () => {
    const kept = [message('other'), message('a')];
    assert.equal(recordId(message('a')), letter('a').id);
    const { published, outcomes } = await replayed([letter('a', CUT)], { kept });
    assert.deepEqual(published, [payload('a').toString()]);
    assert.deepEqual(outcomes, ['replayed']);
  });

  it('reports that the full message is gone only for a letter past the retention', async () => {
    const dead_at = { seconds: Math.floor(Date.now() / 1000) - 8 * 24 * 60 * 60, nanos: 0 };
    const old = letter('a', { ...CUT, dead_at });
    const recent = { seconds: Math.floor(Date.now() / 1000) - 6 * 24 * 60 * 60, nanos: 0 };
    const there = letter('b', { ...CUT, dead_at: recent });
    const { published, outcomes } = await replayed([old, there]);
    assert.deepEqual([published, outcomes], [[], ['payload_gone', 'payload_not_found']]);
  });
});
