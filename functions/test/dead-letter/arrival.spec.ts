import assert from 'node:assert/strict';

import { type Arrival, judgeArrival } from '../../src/dead-letter/arrival.js';

const at = (seconds: number) => ({ seconds, nanos: 0 });
const waiting = (rounds: number, diedAt: number) => ({ rounds, dead_at: at(diedAt) });
const sentBack = (rounds: number, diedAt: number) => ({
  ...waiting(rounds, diedAt),
  replayed_at: at(diedAt + 1),
});

type Row = readonly [
  title: string,
  found: ReturnType<typeof waiting> | undefined,
  message: { round: number | undefined; diedAt: number },
  arrival: Arrival,
];

const ROWS: readonly Row[] = [
  ['the first message of a letter is new', undefined, { round: 0, diedAt: 10 }, 'new'],
  [
    'a delivery after a crash before the publish is known',
    waiting(0, 10),
    { round: 0, diedAt: 10 },
    'known',
  ],
  [
    'a delivery after the letter was sent back is old',
    sentBack(1, 10),
    { round: 0, diedAt: 10 },
    'old',
  ],
  ['a message that was sent back returns', sentBack(1, 10), { round: 1, diedAt: 50 }, 'returned'],
  ['its second delivery is known', waiting(1, 50), { round: 1, diedAt: 50 }, 'known'],
  [
    'a message returns whose mark was lost in a crash',
    waiting(0, 10),
    { round: 1, diedAt: 50 },
    'returned',
  ],
  [
    'of two messages of one round the one that died first is old',
    waiting(1, 60),
    { round: 1, diedAt: 50 },
    'old',
  ],
  [
    'a message that was sent twice is old once its letter went on',
    sentBack(2, 50),
    { round: 1, diedAt: 60 },
    'old',
  ],
  [
    'a delivery does not undo what a person replayed since',
    sentBack(3, 50),
    { round: 3, diedAt: 50 },
    'old',
  ],
  ['what a person replayed returns', sentBack(3, 50), { round: undefined, diedAt: 90 }, 'returned'],
  [
    'the second delivery of that is known',
    waiting(3, 90),
    { round: undefined, diedAt: 90 },
    'known',
  ],
  ['a letter that was discarded is new', undefined, { round: 2, diedAt: 90 }, 'new'],
];

describe('judgeArrival', () => {
  for (const [title, found, { round, diedAt }, arrival] of ROWS) {
    it(title, () => {
      assert.equal(judgeArrival(found, { round, deadAt: at(diedAt) }), arrival);
    });
  }

  it('compares times of death to the nanosecond', () => {
    const found = waiting(1, 10);
    assert.equal(judgeArrival(found, { round: 1, deadAt: { seconds: 10, nanos: 1 } }), 'returned');
  });
});
