import assert from 'node:assert/strict';

import { ShardCounts } from '../../../measure/load/verify/shard-counts.js';

describe('ShardCounts', () => {
  it('reports how logs are spread, and the logs a second of a tenant and a shard', () => {
    const counts = new ShardCounts();
    for (const [tenant, shard, processedAt] of [
      ['a', 0, 1_000],
      ['a', 1, 1_999],
      ['a', 1, 1_500],
      ['a', 2, 2_000],
      ['b', 0, 1_000],
    ] as const) {
      counts.add(tenant, shard, processedAt);
    }
    assert.deepEqual(counts.result(), {
      shards: 3,
      fullestShare: 0.5,
      mostASecond: { tenant: 3, shard: 2 },
    });
  });

  it('reports nothing for no logs', () => {
    assert.deepEqual(new ShardCounts().result(), {
      shards: 0,
      fullestShare: 0,
      mostASecond: { tenant: 0, shard: 0 },
    });
  });
});
