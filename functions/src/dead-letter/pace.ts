import { LRUCache } from 'lru-cache';

import {
  HEALING_ACTIVE_MS,
  HEALING_RATE,
  HEALING_RATE_PER_TENANT,
  HEALING_WAIT_MS,
  MAX_REMEMBERED,
} from '../limits.js';

/** How fast letters are sent back. Times are milliseconds of one clock. */
export interface Pace {
  /**
   * Takes the turn of a message of so many logs, and returns how long to wait for it; `undefined`,
   * and nothing is taken, where that would be longer than {@link HEALING_WAIT_MS}.
   */
  reserve(tenantId: string | undefined, logs: number, now: number): number | undefined;
}

/** From when on the next message may go: each pushes it away by the time that its logs take. */
interface Line {
  freeAt: number;
}

/**
 * The part of one of `instances`. Begins with {@link HEALING_RATE}, and anew after a time without
 * healing as long as one of its steps. A tenant has at most half of it while others heal too, and
 * never more than {@link HEALING_RATE_PER_TENANT}: one above its ceiling holds nobody up.
 */
export function createPace(instances: number): Pace {
  const stepMs = HEALING_RATE.everySeconds * 1000;
  const all: Line = { freeAt: 0 };
  const tenants = new LRUCache<string, Line & { usedAt: number }>({ max: MAX_REMEMBERED });
  let begun = -Infinity;
  let last = -Infinity;

  const rate = (now: number) =>
    Math.min(
      HEALING_RATE.most,
      HEALING_RATE.first * HEALING_RATE.growth ** Math.floor((now - begun) / stepMs),
    ) / instances;

  /** Whether another tenant than this one healed lately; the cache has the newest first. */
  const othersHeal = (tenant: string, now: number) => {
    for (const [name, { usedAt }] of tenants.entries()) {
      if (name === tenant) continue;
      return now - usedAt < HEALING_ACTIVE_MS;
    }
    return false;
  };

  return {
    reserve(tenantId = '', logs, now) {
      if (now - last > stepMs) begun = now;
      last = now;
      const line = tenants.get(tenantId) ?? { freeAt: 0, usedAt: now };
      // Also where it is refused: it is known to others as one that waits.
      tenants.set(tenantId, { ...line, usedAt: now });

      const turn = Math.max(now, all.freeAt, line.freeAt);
      if (turn - now > HEALING_WAIT_MS) return undefined;
      const perSecond = rate(now);
      const share = othersHeal(tenantId, now) ? perSecond / 2 : perSecond;
      const own = Math.min(share, HEALING_RATE_PER_TENANT / instances);
      all.freeAt = Math.max(now, all.freeAt) + (logs * 1000) / perSecond;
      tenants.set(tenantId, { freeAt: turn + (logs * 1000) / own, usedAt: now });
      return turn - now;
    },
  };
}
