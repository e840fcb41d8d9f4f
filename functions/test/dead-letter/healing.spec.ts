import assert from 'node:assert/strict';

import type { MessageAttributes } from '../../src/contract/dead-letter.js';
import type { Instant } from '../../src/contract/timestamp.js';
import { createHeal, type Fate, roundDelaySeconds } from '../../src/dead-letter/heal.js';
import { createRecord } from '../../src/dead-letter/record.js';
import type { DeadLetterStore } from '../../src/dead-letter/store.js';
import {
  type DeadLetterMessage,
  type DeadLetterRecord,
  toRecord,
  withExpiry,
} from '../../src/dead-letter/to-record.js';
import { HEALED_LETTER_DAYS } from '../../src/limits.js';
import { logMessage } from '../../../harness/support/messages.js';

const START = Date.parse('2026-01-15T10:00:00Z');
const WAIT_SECONDS = 300;
const ROUNDS = 3;
const payload = Buffer.from(JSON.stringify(logMessage('acme', { log_id: 'l1', text: 'x' })));

class Crash extends Error {}

type Stored = DeadLetterRecord & { version: Instant };
type Point = 'after create' | 'before publish' | 'after publish' | 'after mark' | 'after return';

/** The recorder over in-memory documents, which crashes once at a given point. */
function recorder({ rounds = ROUNDS, retentionDays }: { rounds?: number; retentionDays?: number }) {
  const documents = new Map<string, Stored>();
  const published: { data: Buffer; attributes: MessageAttributes }[] = [];
  let crashAt: Point | undefined;
  let now = START;
  let writes = 0;
  let onPublish: (() => Promise<void>) | undefined;

  const crash = (point: Point) => {
    if (point !== crashAt) return;
    crashAt = undefined;
    throw new Crash(point);
  };
  const write = (record: DeadLetterRecord): Instant => {
    writes += 1;
    const version = { seconds: 0, nanos: writes };
    documents.set(record.id, { ...record, version });
    return version;
  };
  const current = (id: string, version: Instant): Stored | undefined => {
    const found = documents.get(id);
    return found?.version.nanos === version.nanos ? found : undefined;
  };

  const store: Pick<DeadLetterStore, 'create' | 'readState' | 'markReturned' | 'markHealed'> = {
    create: async (record) => {
      if (documents.has(record.id)) return Promise.resolve(undefined);
      const version = write(record);
      crash('after create');
      return version;
    },
    readState: async ({ id }) => {
      const found = documents.get(id);
      if (found === undefined) return Promise.resolve(undefined);
      const { dead_at, replayed_at, rounds: behind = 0 } = found.document;
      return {
        dead_at,
        rounds: behind,
        ...(replayed_at && { replayed_at }),
        version: found.version,
      };
    },
    markReturned: async (letter, behind, version) => {
      const found = await Promise.resolve(current(letter.id, version));
      if (found === undefined) throw new Error('changed meanwhile');
      const { replayed_at: _gone, expires_at: _too, ...kept } = found.document;
      const { reason, detail, attempts, dead_at, expires_at } = letter.document;
      const next = {
        ...kept,
        reason,
        detail,
        attempts,
        dead_at,
        ...(expires_at && { expires_at }),
      };
      const marked = write({
        ...found,
        document: { ...next, ...(behind > 0 && { rounds: behind }) },
      });
      crash('after return');
      return marked;
    },
    markHealed: async ({ id }, round, expires_at, version) => {
      const found = await Promise.resolve(current(id, version));
      if (found === undefined) return;
      const replayed_at = { seconds: Math.floor(now / 1000), nanos: 0 };
      write({ ...found, document: { ...found.document, rounds: round, replayed_at, expires_at } });
      crash('after mark');
    },
  };
  const record = createRecord(store);
  const heal = createHeal({
    publish: async (data, attributes) => {
      crash('before publish');
      await Promise.resolve(published.push({ data, attributes }));
      const meanwhile = onPublish;
      onPublish = undefined;
      await meanwhile?.();
      crash('after publish');
    },
    store,
    pace: { reserve: () => 0 },
    rounds,
    waitSeconds: WAIT_SECONDS,
    now: () => now,
    sleep: () => Promise.resolve(),
  });

  /** One delivery of a message that has just died. */
  const deliver = async (message: DeadLetterMessage): Promise<Fate | 'old' | 'crashed'> => {
    try {
      const letter = withExpiry(toRecord(message), retentionDays);
      const recorded = await record(letter);
      if (recorded.arrival === 'old') return 'old';
      return await heal(letter, recorded, {
        data: message.data,
        origin: { requestId: undefined, traceparent: undefined },
        shards: 1,
      });
    } catch (error) {
      if (error instanceof Crash) return 'crashed';
      throw error;
    }
  };
  return {
    documents,
    published,
    deliver,
    crashNext: (point: Point) => (crashAt = point),
    onNextPublish: (act: () => Promise<void>) => (onPublish = act),
    pass: (seconds: number) => (now += seconds * 1000),
    only: () => {
      assert.equal(documents.size, 1);
      return [...documents.values()][0]!.document;
    },
    /** What Pub/Sub forwards once all deliveries of a message have failed. */
    dead: (attributes: MessageAttributes = {}, data = payload): DeadLetterMessage => ({
      messageId: String(1_000 + (now - START)),
      publishTime: new Date(now).toISOString(),
      data,
      attributes: {
        CloudPubSubDeadLetterSourceDeliveryCount: '5',
        tenant_id: 'acme',
        ...attributes,
      },
    }),
    replay: (id: string) => {
      const found = documents.get(id)!;
      write({ ...found, document: { ...found.document, replayed_at: { seconds: 1, nanos: 0 } } });
    },
  };
}

describe('healing', () => {
  it('sends a letter back at once, with its round, and marks it', async () => {
    const { deliver, dead, published, only } = recorder({});
    assert.deepEqual(await deliver(dead()), { kind: 'healed', round: 1 });
    const [letter] = published;
    assert.equal(letter?.data, payload);
    assert.equal(letter?.attributes['round'], '1');
    assert.equal(letter?.attributes['tenant_id'], 'acme');
    const { rounds, replayed_at, expires_at } = only();
    assert.equal(rounds, 1);
    assert.equal(replayed_at?.seconds, START / 1000);
    assert.equal(expires_at?.seconds, START / 1000 + HEALED_LETTER_DAYS * 86_400);
  });

  it('waits longer before each round, and leaves the letter to a person after the last', async () => {
    const { deliver, dead, published, pass, only } = recorder({});
    let message = dead();
    for (let round = 1; round <= ROUNDS; round += 1) {
      const wait = roundDelaySeconds(round, WAIT_SECONDS);
      if (wait > 0) {
        pass(wait - 1);
        assert.deepEqual(await deliver(message), { kind: 'waits' });
        assert.equal(only().replayed_at, undefined);
        pass(1);
      }
      assert.deepEqual(await deliver(message), { kind: 'healed', round });
      pass(200);
      message = dead(published.at(-1)?.attributes);
    }
    assert.deepEqual(await deliver(message), { kind: 'stays' });
    assert.equal(published.length, ROUNDS);
    const { rounds, replayed_at, expires_at, attempts } = only();
    assert.deepEqual(
      [rounds, replayed_at, expires_at, attempts],
      [ROUNDS, undefined, undefined, 5],
    );
  });

  it('leaves every letter to a person if healing is off', async () => {
    const { deliver, dead, published } = recorder({ rounds: 0 });
    assert.deepEqual(await deliver(dead()), { kind: 'stays' });
    assert.equal(published.length, 0);
  });

  it('leaves a letter with any other reason to a person', async () => {
    const { deliver, dead, published } = recorder({});
    assert.deepEqual(await deliver(dead({ reason: 'rejected_by_store' })), { kind: 'stays' });
    assert.equal(published.length, 0);
  });

  it('sends a message back in full even if it is too large for its document', async () => {
    const { deliver, dead, published, only } = recorder({});
    const large = Buffer.from(
      JSON.stringify(logMessage('acme', { log_id: 'l1', text: 'x'.repeat(2_000_000) })),
    );
    await deliver(dead({}, large));
    assert.equal(only().payload_truncated, true);
    assert.equal(published[0]?.data, large);
  });

  it('keeps a healed letter no longer than its tenant keeps logs, and a returned one as long', async () => {
    const { deliver, dead, published, pass, only } = recorder({ retentionDays: 2 });
    await deliver(dead());
    assert.equal(only().expires_at?.seconds, START / 1000 + 2 * 86_400);
    pass(600);
    await deliver(dead(published[0]?.attributes));
    assert.equal(only().expires_at?.seconds, START / 1000 + 600 + 2 * 86_400);
  });

  it('does not count a replay by a person as a round, and never drops it', async () => {
    const { deliver, dead, pass, only, documents, replay } = recorder({ rounds: 0 });
    const first = dead();
    await deliver(first);
    const [id = ''] = documents.keys();
    replay(id);
    assert.equal(await deliver(first), 'old');
    assert.notEqual(only().replayed_at, undefined);
    pass(60);
    assert.deepEqual(await deliver(dead({ replay_of: id })), { kind: 'stays' });
    assert.equal(only().replayed_at, undefined);
  });

  it('recreates a letter that was discarded while its message was on its way', async () => {
    const { deliver, dead, published, pass, documents, only } = recorder({ rounds: 1 });
    await deliver(dead());
    documents.clear();
    pass(60);
    assert.deepEqual(await deliver(dead(published[0]?.attributes)), { kind: 'stays' });
    assert.equal(only().rounds, 1);
  });

  it('does not let a late mark hide that the letter came back', async () => {
    const { published, pass, dead, deliver, only, onNextPublish } = recorder({ rounds: 1 });
    onNextPublish(async () => {
      pass(300);
      assert.deepEqual(await deliver(dead(published[0]?.attributes)), { kind: 'stays' });
    });
    assert.deepEqual(await deliver(dead()), { kind: 'healed', round: 1 });
    assert.deepEqual([only().rounds, only().replayed_at], [1, undefined]);
  });

  const POINTS: readonly Point[] = [
    'after create',
    'before publish',
    'after publish',
    'after mark',
    'after return',
  ];
  for (const point of POINTS) {
    it(`ends in the same state after a crash ${point}, whatever comes twice`, async () => {
      const { crashNext, deliver, dead, published, pass, only } = recorder({ rounds: 1 });
      const first = dead();
      crashNext(point);
      await deliver(first);
      if (point !== 'after return')
        assert.equal((await deliver(first)) === 'old', point === 'after mark');
      assert.ok(published.length >= 1 && published.length <= 2);
      assert.deepEqual(only().rounds, 1);
      assert.notEqual(only().replayed_at, undefined);

      // All copies fail again, one after the other, each delivered twice.
      for (const { attributes } of published.slice()) {
        pass(100);
        const again = dead(attributes);
        await deliver(again);
        await deliver(again);
      }
      assert.deepEqual([only().rounds, only().replayed_at], [1, undefined]);
      assert.equal(await deliver(first), 'old');
      assert.deepEqual([only().rounds, only().replayed_at], [1, undefined]);
    });
  }
});
