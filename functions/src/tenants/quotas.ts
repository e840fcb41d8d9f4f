import { LRUCache } from 'lru-cache';

import {
  DIRECTORY_COOLDOWN_MS,
  MAX_REMEMBERED,
  QUOTA_LEASE_SHARE,
  QUOTA_LOCAL_SHARE,
} from '../limits.js';

/** What a request costs, or a quota allows a minute. */
export interface Amount {
  requests: number;
  bytes: number;
}

export interface LeaseRequest {
  tenantId: string;
  /** Minutes since 1970: a lease is good in that minute alone. */
  minute: number;
  want: Amount;
  limits: Amount;
}

export interface Lease {
  granted: Amount;
  /** What no instance has leased yet. */
  left: Amount;
}

/** Gives out a tenant's quota, to all instances together never more than the limits. */
export type LeaseQuota = (request: LeaseRequest) => Promise<Lease>;

export interface Decision {
  allowed: boolean;
  /** What this instance knows to be left of the minute. */
  remaining: Amount;
  /** Until the next minute begins. */
  resetSeconds: number;
}

interface State {
  minute: number;
  /** Part of the quota that the next lease asks for. */
  share: number;
  /** Leased and not yet used. */
  tokens: Amount;
  left: Amount;
  /** Nothing is left to lease this minute. */
  isExhausted: boolean;
  /** Firestore could not be reached: no lease is tried before. */
  retryAt: number;
  hasLocalShare: boolean;
  leasing: Promise<void> | undefined;
}

const MINUTE_MS = 60_000;

/**
 * Counts what tenants send against their quotas, which all instances share: each leases a block of
 * tokens at a time and gives them out by itself, so that many requests cost one write. The minutes
 * are those of the clock. While leases cannot be had, an instance gives out a bounded share on its
 * own: a quota is no reason to turn logs away when Firestore is unreachable.
 */
export function createQuotas(lease: LeaseQuota, now: () => number = Date.now) {
  const states = new LRUCache<string, State>({ max: MAX_REMEMBERED });

  /** Takes the cost of a request off the quota, or says that it is used up. 0 is no limit. */
  return async (tenantId: string, cost: Amount, quota: Amount): Promise<Decision> => {
    const limits = { requests: quota.requests || Infinity, bytes: quota.bytes || Infinity };
    const state = stateOf(tenantId);
    // A second try, since others take from the same lease while this one waits.
    for (let attempt = 0; attempt < 3 && !fits(cost, state.tokens, limits); attempt += 1) {
      // What no whole minute could hold must not use one up.
      if (state.isExhausted || !fits(cost, limits, limits)) break;
      await leaseOnce(tenantId, state, cost, limits);
    }
    const allowed = fits(cost, state.tokens, limits);
    if (allowed) {
      state.tokens = {
        requests: state.tokens.requests - cost.requests,
        bytes: state.tokens.bytes - cost.bytes,
      };
      leaseAhead(tenantId, state, limits);
    }
    return {
      allowed,
      remaining: {
        requests: Math.max(0, state.tokens.requests + state.left.requests),
        bytes: Math.max(0, state.tokens.bytes + state.left.bytes),
      },
      resetSeconds: Math.max(1, Math.ceil(((state.minute + 1) * MINUTE_MS - now()) / 1000)),
    };
  };

  function stateOf(tenantId: string): State {
    const minute = Math.floor(now() / MINUTE_MS);
    const known = states.get(tenantId);
    if (known !== undefined && known.minute === minute) return known;
    const state: State = {
      minute,
      // Who was busy in the last minute is likely to be so in this one.
      share: Math.max(QUOTA_LEASE_SHARE.first, (known?.share ?? 0) / 2),
      tokens: { requests: 0, bytes: 0 },
      left: { requests: 0, bytes: 0 },
      isExhausted: false,
      retryAt: known?.retryAt ?? 0,
      hasLocalShare: false,
      leasing: undefined,
    };
    states.set(tenantId, state);
    return state;
  }

  /** Before the block runs out, so that hardly a request waits for a lease. */
  function leaseAhead(tenantId: string, state: State, limits: Amount): void {
    if (state.isExhausted || state.leasing !== undefined || isUnlimited(limits)) return;
    const isLow = (name: keyof Amount) =>
      limits[name] !== Infinity && state.tokens[name] < blockOf(limits[name], state.share) / 4;
    if (now() >= state.retryAt && (isLow('requests') || isLow('bytes'))) {
      void leaseOnce(tenantId, state, { requests: 0, bytes: 0 }, limits);
    }
  }

  function leaseOnce(tenantId: string, state: State, cost: Amount, limits: Amount): Promise<void> {
    return (state.leasing ??= leaseMore(tenantId, state, cost, limits).finally(() => {
      state.leasing = undefined;
    }));
  }

  async function leaseMore(tenantId: string, state: State, cost: Amount, limits: Amount) {
    if (now() < state.retryAt) {
      takeLocalShare(state, limits);
      return;
    }
    const want = {
      requests: Math.max(blockOf(limits.requests, state.share), cost.requests),
      bytes: Math.max(blockOf(limits.bytes, state.share), cost.bytes),
    };
    try {
      const { granted, left } = await lease({ tenantId, minute: state.minute, want, limits });
      add(state.tokens, granted);
      state.share = Math.min(QUOTA_LEASE_SHARE.most, state.share * 2);
      state.left = left;
      state.isExhausted = granted.requests < want.requests || granted.bytes < want.bytes;
    } catch {
      state.retryAt = now() + DIRECTORY_COOLDOWN_MS;
      takeLocalShare(state, limits);
    }
  }

  function takeLocalShare(state: State, limits: Amount): void {
    if (state.hasLocalShare) return;
    state.hasLocalShare = true;
    add(state.tokens, {
      requests: localShareOf(limits.requests),
      bytes: localShareOf(limits.bytes),
    });
  }
}

function blockOf(limit: number, share: number): number {
  return limit === Infinity ? 0 : Math.max(1, Math.ceil(limit * share));
}

function localShareOf(limit: number): number {
  return limit === Infinity ? 0 : Math.ceil(limit * QUOTA_LOCAL_SHARE);
}

function fits(cost: Amount, tokens: Amount, limits: Amount): boolean {
  return (
    (limits.requests === Infinity || cost.requests <= tokens.requests) &&
    (limits.bytes === Infinity || cost.bytes <= tokens.bytes)
  );
}

function isUnlimited({ requests, bytes }: Amount): boolean {
  return requests === Infinity && bytes === Infinity;
}

function add(tokens: Amount, more: Amount): void {
  tokens.requests += more.requests;
  tokens.bytes += more.bytes;
}
