/** How the logs of a run's largest tenant are spread over its shards. */
export interface Shards {
  shards: number;
  /** Share of the fullest shard. */
  fullestShare: number;
  /** Most logs that were stored in one second, by `processed_at`: of one tenant, and of
   * one shard. */
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
    const sum = (counts: number[]) => counts.reduce((all, count) => all + count, 0);
    const spreads = [...this.tenants.values()].map((shards) => Array.from(shards.values()));
    const [largest = []] = spreads.toSorted((one, other) => sum(other) - sum(one));
    return {
      shards: largest.length,
      fullestShare: largest.length === 0 ? 0 : Math.max(...largest) / sum(largest),
      mostASecond: { ...this.most },
    };
  }

  private count(key: string): number {
    const count = (this.seconds.get(key) ?? 0) + 1;
    this.seconds.set(key, count);
    return count;
  }
}
