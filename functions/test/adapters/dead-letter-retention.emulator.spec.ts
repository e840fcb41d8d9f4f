import assert from 'node:assert/strict';

import { PubSub } from '@google-cloud/pubsub';

import { readRetention } from '../../src/adapters/dead-letter-retention.js';
import { requiredEnv } from '../../../harness/support/env.js';

const TOPIC = `retention-${process.pid}`;
const KEPT = 250;
/** Longer than another reader holds messages, however slow the machine. */
const QUIET_MS = 120_000;

describe('the retention of dead letters', () => {
  const pubsub = new PubSub({ projectId: requiredEnv('GCLOUD_PROJECT') });

  before(async () => {
    await pubsub.createTopic(TOPIC);
    await pubsub.topic(TOPIC).createSubscription(TOPIC, { ackDeadlineSeconds: 600 });
    const topic = pubsub.topic(TOPIC);
    await Promise.all(
      Array.from({ length: KEPT }, (_, n) => topic.publishMessage({ data: Buffer.from(`${n}`) })),
    );
  });

  after(async () => {
    await pubsub.subscription(TOPIC).delete();
    await pubsub.topic(TOPIC).delete();
    await pubsub.close();
  });

  /** Reads until it has found all, as a replay does, or no more messages arrive. */
  const read = async () => {
    const found = new Set<string>();
    for await (const { data } of readRetention(TOPIC, QUIET_MS)) {
      found.add(data.toString());
      if (found.size === KEPT) break;
    }
    return found.size;
  };

  it('is read whole by two readers at once, and by another after them', async () => {
    assert.deepEqual(await Promise.all([read(), read()]), [KEPT, KEPT]);
    assert.equal(await read(), KEPT);
  });

  it('is empty without a subscription', async () => {
    const found = [];
    for await (const letter of readRetention('no-such-subscription')) found.push(letter);
    assert.deepEqual(found, []);
  });
});
