import assert from 'node:assert/strict';

import { counted } from '../../src/lib/counted.js';

it('a count has its noun in the plural, except for one', () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => counted(count, 'log')),
    ['0 logs', '1 log', '2 logs'],
  );
});
