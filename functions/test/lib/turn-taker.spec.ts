import assert from 'node:assert/strict';

import { createTurnTaker } from '../../src/lib/turn-taker.js';

describe('createTurnTaker', () => {
  it('ends a turn after its time, and begins the next once others have worked', async () => {
    let now = 0;
    const turn = createTurnTaker(10, () => now);
    now = 9;
    assert.equal(turn.isOver(), false);
    now = 10;
    assert.equal(turn.isOver(), true);
    let others = 0;
    setImmediate(() => (others += 1));
    const next = turn.yield();
    now = 100;
    await next;
    assert.equal(others, 1);
    assert.equal(turn.isOver(), false);
    now = 110;
    assert.equal(turn.isOver(), true);
  });
});
