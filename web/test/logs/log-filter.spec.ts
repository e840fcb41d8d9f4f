import assert from 'node:assert/strict';

import { isLive, toRange } from '../../src/logs/log-filter.js';

describe('the filter of logs', () => {
  it('converts the last hour and fixed times to a range', () => {
    assert.deepEqual(toRange({ last: 3600, query: 'x' }, 10_000_000), {
      from: { seconds: 6_400, nanos: 0 },
    });
    assert.deepEqual(toRange({ from: 1, to: 2 }, 10_000_000), {
      from: { seconds: 0, nanos: 1_000_000 },
      to: { seconds: 0, nanos: 2_000_000 },
    });
    assert.deepEqual(toRange({}, 10_000_000), {});
  });

  it('follows new logs while its end is in the future, with the newest on top', () => {
    assert.equal(isLive({}, 5), true);
    assert.equal(isLive({ to: 6 }, 5), true);
    assert.equal(isLive({ to: 5 }, 5), false);
    assert.equal(isLive({ order: 'oldest' }, 5), false);
  });
});
