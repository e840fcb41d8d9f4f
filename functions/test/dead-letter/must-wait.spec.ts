import assert from 'node:assert/strict';

import type { MessageAttributes } from '../../src/contract/dead-letter.js';
import { createMustWait } from '../../src/dead-letter/must-wait.js';
import { createPace } from '../../src/dead-letter/pace.js';
import { toRecord } from '../../src/dead-letter/to-record.js';
import { logMessage } from '../../../harness/support/messages.js';

const EXHAUSTED = { CloudPubSubDeadLetterSourceDeliveryCount: '5' };

/** A letter of a message of one log. */
const letter = (tenant: string, attributes: MessageAttributes = EXHAUSTED) =>
  toRecord({
    messageId: '1',
    publishTime: '2026-01-15T10:00:00Z',
    data: Buffer.from(JSON.stringify(logMessage(tenant, { log_id: 'l1', text: 'x' }))),
    attributes,
  });

describe('a letter whose turn is far away', () => {
  let now: number;
  let pace: ReturnType<typeof createPace>;
  const mustWait = (of: ReturnType<typeof letter>, rounds = 3) =>
    createMustWait({ pace, rounds, now: () => now })(of);

  beforeEach(() => {
    now = 0;
    pace = createPace(1);
    // Ten seconds of its own, five of all tenants'.
    pace.reserve({ tenantId: 'busy', shards: 1, logs: 2_500 }, now);
  });

  it('waits without a read of the store until its turn is near', () => {
    assert.equal(mustWait(letter('busy')), true);
    now = 6_000;
    assert.equal(mustWait(letter('busy')), false);
  });

  it('waits only for its own tenant', () => {
    now = 4_000;
    assert.equal(mustWait(letter('busy')), true);
    assert.equal(mustWait(letter('other')), false);
  });

  it('is recorded at once if it will not be sent back', () => {
    assert.equal(mustWait(letter('busy'), 0), false);
    assert.equal(mustWait(letter('busy', { ...EXHAUSTED, reason: 'log_id_conflict' })), false);
    const { id } = letter('busy');
    assert.equal(mustWait(letter('busy', { ...EXHAUSTED, replay_of: id, round: '3' })), false);
    assert.equal(mustWait(letter('busy', { ...EXHAUSTED, replay_of: id, round: '2' })), true);
  });

  it('is recorded at once if a person sent it back', () => {
    const { id } = letter('busy');
    assert.equal(mustWait(letter('busy', { ...EXHAUSTED, replay_of: id })), false);
  });
});
