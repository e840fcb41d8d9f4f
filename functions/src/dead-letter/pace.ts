import { LRUCache } from 'lru-cache';

import {
  HEALING_ACTIVE_MS,
  HEALING_RATE,
  HEALING_RATE_PER_SHARD,
  HEALING_WAIT_MS,
  MAX_REMEMBERED,
  MAX_WAITING_FOR_TENANT,
} from '../limits.js';

/** A message to be sent back. */
export interface Asking {
  /** `undefined`: the message names no valid tenant. */
  tenantId: string | undefined;
  /** The tenant's; each shard takes a fixed number of writes a second. */
  shards: number;
  /** The number of logs in the message. */
  logs: number;
}

/** How fast letters are sent back. All times are milliseconds of one clock. */
export interface Pace {
  /** Whether {@link reserve} would currently refuse a message of this tenant. */
  isFull(tenantId: string | undefined, now: number): boolean;
  /**
   * Reserves a message's turn and returns how long to wait for it. Returns `undefined`, and
   * reserves nothing, if that would be longer than {@link HEALING_WAIT_MS}, or if
   * {@link MAX_WAITING_FOR_TENANT} are already waiting for nothing but their own tenant's turn.
   */
  reserve(message: Asking, now: number): number | undefined;
}

/** When the next message may go: each message pushes this back by the time that its logs take. */
interface Line {
  freeAt: number;
}

/**
 * The pace of one of `instances`. Starts at {@link HEALING_RATE}, and starts over after no healing
 * for as long as one of its steps. A tenant gets at most half of it while others heal too, and
 * never more than {@link HEALING_RATE_PER_SHARD} for each of its shards. A tenant above its ceiling
 * holds nobody else up, neither in turns nor in waiting calls.
 */
export function createPace(instances: number): Pace {
  const stepMs = HEALING_RATE.everySeconds * 1000;
  const all: Line = { freeAt: 0 };
  const tenants = new LRUCache<string, Line & { usedAt: number }>({ max: MAX_REMEMBERED });
  /** When those will go that wait for nothing but their own tenant's turn. */
  let waiting: number[] = [];
  let begun = -Infinity;
  let last = -Infinity;

  const rate = (now: number) =>
    Math.min(
      HEALING_RATE.most,
      HEALING_RATE.first * HEALING_RATE.growth ** Math.floor((now - begun) / stepMs),
    ) / instances;

  /** Whether any other tenant healed recently; the cache lists the most recent first. */
  const othersHeal = (tenant: string, now: number) => {
    for (const [name, { usedAt }] of tenants.entries()) {
      if (name === tenant) continue;
      return now - usedAt < HEALING_ACTIVE_MS;
    }
    return false;
  };

  /** When a tenant's next message may go, and whether others could go before it. */
  const turnOf = (line: Line | undefined, now: number) => {
    const forAll = Math.max(now, all.freeAt);
    const own = line?.freeAt ?? 0;
    return { turn: Math.max(forAll, own), isOwn: own > forAll };
  };

  const refuses = ({ turn, isOwn }: ReturnType<typeof turnOf>, now: number) => {
    if (turn - now > HEALING_WAIT_MS) return true;
    if (!isOwn) return false;
    waiting = waiting.filter((at) => at > now);
    return waiting.length >= MAX_WAITING_FOR_TENANT;
  };

  return {
    isFull: (tenantId = '', now) => refuses(turnOf(tenants.peek(tenantId), now), now),

    reserve({ tenantId = '', shards, logs }, now) {
      if (now - last > stepMs) begun = now;
      last = now;
      const line = tenants.get(tenantId) ?? { freeAt: 0, usedAt: now };
      // Recorded even on a refusal: others must know that this tenant is waiting.
      tenants.set(tenantId, { ...line, usedAt: now });

      const next = turnOf(line, now);
      if (refuses(next, now)) return undefined;
      const { turn, isOwn } = next;
      if (isOwn) waiting.push(turn);
      const perSecond = rate(now);
      const share = othersHeal(tenantId, now) ? perSecond / 2 : perSecond;
      const own = Math.min(share, (HEALING_RATE_PER_SHARD * shards) / instances);
      all.freeAt = Math.max(now, all.freeAt) + (logs * 1000) / perSecond;
      tenants.set(tenantId, { freeAt: turn + (logs * 1000) / own, usedAt: now });
      return turn - now;
    },
  };
}
