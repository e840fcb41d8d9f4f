/** How a run's logs are spread over their tenants' shards. */
export interface Shards {
  /** Of the tenant that has most of them. */
  shards: number;
  /** Part of its tenant's logs that the fullest shard has. */
  fullestShare: number;
  /** Most logs that were stored in one second, by `processed_at`: of one tenant, and of one shard. */
  mostASecond: { tenant: number; shard: number };
}

/** Counts stored logs by tenant, shard and second. */
export class ShardCounts {
  private readonly tenants = new Map<string, Map<number, number>>();
  private readonly seconds = new Map<string, number>();
  private readonly most = { tenant: 0, shard: 0 };

  add(tenantId: string, shard: number, processedAt: number): void {
    const shards = this.tenants.get(tenantId) ?? new Map<number, number>();
    this.tenants.set(tenantId, shards);
    shards.set(shard, (shards.get(shard) ?? 0) + 1);
    const second = Math.floor(processedAt / 1000);
    this.most.tenant = Math.max(this.most.tenant, this.count(`${tenantId}/${second}`));
    this.most.shard = Math.max(this.most.shard, this.count(`${tenantId}/${second}/${shard}`));
  }

  result(): Shards {
    const spreads = [...this.tenants.values()].map((shards) => [...shards.values()]);
    const shares = spreads.map(
      (counts) => Math.max(...counts) / counts.reduce((sum, count) => sum + count, 0),
    );
    return {
      shards: Math.max(0, ...spreads.map(({ length }) => length)),
      fullestShare: Math.max(0, ...shares),
      mostASecond: { ...this.most },
    };
  }

  private count(key: string): number {
    const count = (this.seconds.get(key) ?? 0) + 1;
    this.seconds.set(key, count);
    return count;
  }
}
