import { LRUCache } from 'lru-cache';

import {
  DIRECTORY_COOLDOWN_MS,
  MAX_REMEMBERED,
  QUOTA_LEASE_SHARE,
  QUOTA_LOCAL_SHARE,
} from '../limits.js';

/** The cost of a request, or a quota per minute. */
export interface Amount {
  requests: number;
  /** The size of the bodies, inflated. */
  bytes: number;
  /** What is stored, and so what is billed. */
  logs: number;
}

const KINDS = ['requests', 'bytes', 'logs'] as const satisfies readonly (keyof Amount)[];

export interface LeaseRequest {
  tenantId: string;
  /** Minutes since 1970: a lease is valid only in that minute. */
  minute: number;
  want: Amount;
  /**
   * The cost of the request itself. If it exceeds a whole minute's quota, it is granted anyway
   * while anything of the minute is left, and the following minutes pay for it.
   */
  cost: Amount;
  limits: Amount;
}

export interface Lease {
  granted: Amount;
  /** What no instance has leased yet; negative if later minutes pay for this one. */
  left: Amount;
}

/** Leases out a tenant's quota: to all instances together never more than the limits. */
export type LeaseQuota = (request: LeaseRequest) => Promise<Lease>;

export interface Decision {
  allowed: boolean;
  /** What ran out, if the request is not allowed. */
  lacking?: keyof Amount;
  /** What this instance knows to be left of the minute. */
  remaining: Amount;
  /** Time until the next minute of which anything is left. */
  resetSeconds: number;
}

interface State {
  minute: number;
  /** The fraction of the quota that the next lease asks for. */
  share: number;
  /** Leased but not used yet. */
  tokens: Amount;
  left: Amount;
  /** Nothing is left to lease this minute. */
  isExhausted: boolean;
  /** Firestore could not be reached: no lease is tried before this time. */
  retryAt: number;
  hasLocalShare: boolean;
  leasing: Promise<void> | undefined;
}

const MINUTE_MS = 60_000;

/**
 * Counts what tenants send against their quotas, which all instances share: each instance leases a
 * block of tokens at a time and hands them out locally, so that many requests cost one write. The
 * minutes are the clock's. While leases are unavailable, each instance hands out a bounded share on
 * its own: an unreachable Firestore is no reason to refuse logs over a quota.
 */
export function createQuotas(lease: LeaseQuota, now: () => number = Date.now) {
  const states = new LRUCache<string, State>({ max: MAX_REMEMBERED });

  /** Charges a request to the quota, or reports that the quota is used up. 0 means no limit. */
  return async (tenantId: string, cost: Amount, quota: Amount): Promise<Decision> => {
    const limits = amount((kind) => quota[kind] || Infinity);
    const state = stateOf(tenantId);
    // Tries again, since other requests use up the same lease while this one waits.
    for (let attempt = 0; attempt < 3 && !fits(cost, state.tokens, limits); attempt += 1) {
      if (state.isExhausted) break;
      await leaseOnce(tenantId, state, cost, limits);
    }
    const lacking = KINDS.find((kind) => !fitsKind(kind, cost, state.tokens, limits));
    const allowed = lacking === undefined;
    if (allowed) {
      for (const kind of KINDS) state.tokens[kind] -= cost[kind];
      leaseAhead(tenantId, state, limits);
    }
    return {
      allowed,
      ...(lacking !== undefined && { lacking }),
      remaining: amount((kind) => Math.max(0, state.tokens[kind] + state.left[kind])),
      resetSeconds: Math.max(1, Math.ceil((freshAt(state, limits) - now()) / 1000)),
    };
  };

  function stateOf(tenantId: string): State {
    const minute = Math.floor(now() / MINUTE_MS);
    const known = states.get(tenantId);
    if (known !== undefined && known.minute === minute) return known;
    const state: State = {
      minute,
      // A tenant that was busy in the last minute is likely to be busy in this one.
      share: Math.max(QUOTA_LEASE_SHARE.first, (known?.share ?? 0) / 2),
      tokens: amount(() => 0),
      left: amount(() => 0),
      isExhausted: false,
      retryAt: known?.retryAt ?? 0,
      hasLocalShare: false,
      leasing: undefined,
    };
    states.set(tenantId, state);
    return state;
  }

  /** Leases before the block runs out, so that requests rarely wait for a lease. */
  function leaseAhead(tenantId: string, state: State, limits: Amount): void {
    if (state.isExhausted || state.leasing !== undefined || isUnlimited(limits)) return;
    const isLow = (name: keyof Amount) =>
      limits[name] !== Infinity && state.tokens[name] < blockOf(limits[name], state.share) / 4;
    if (now() >= state.retryAt && KINDS.some(isLow)) {
      void leaseOnce(
        tenantId,
        state,
        amount(() => 0),
        limits,
      );
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
    const want = amount((kind) => Math.max(blockOf(limits[kind], state.share), cost[kind]));
    try {
      const { granted, left } = await lease({
        tenantId,
        minute: state.minute,
        want,
        cost,
        limits,
      });
      add(state.tokens, granted);
      state.share = Math.min(QUOTA_LEASE_SHARE.most, state.share * 2);
      state.left = left;
      state.isExhausted = KINDS.some((kind) => granted[kind] < want[kind]);
    } catch {
      state.retryAt = now() + DIRECTORY_COOLDOWN_MS;
      takeLocalShare(state, limits);
    }
  }

  function takeLocalShare(state: State, limits: Amount): void {
    if (state.hasLocalShare) return;
    state.hasLocalShare = true;
    add(
      state.tokens,
      amount((kind) => localShareOf(limits[kind])),
    );
  }
}

function amount(of: (kind: keyof Amount) => number): Amount {
  return { requests: of('requests'), bytes: of('bytes'), logs: of('logs') };
}

/** When the next minute begins that this one has not already used up by borrowing. */
function freshAt({ minute, left }: State, limits: Amount): number {
  const lent = KINDS.map((kind) => (left[kind] < 0 ? Math.floor(-left[kind] / limits[kind]) : 0));
  return (minute + 1 + Math.max(...lent)) * MINUTE_MS;
}

function blockOf(limit: number, share: number): number {
  return limit === Infinity ? 0 : Math.max(1, Math.ceil(limit * share));
}

function localShareOf(limit: number): number {
  return limit === Infinity ? 0 : Math.ceil(limit * QUOTA_LOCAL_SHARE);
}

function fits(cost: Amount, tokens: Amount, limits: Amount): boolean {
  return KINDS.every((kind) => fitsKind(kind, cost, tokens, limits));
}

function fitsKind(kind: keyof Amount, cost: Amount, tokens: Amount, limits: Amount): boolean {
  return limits[kind] === Infinity || cost[kind] <= tokens[kind];
}

function isUnlimited(limits: Amount): boolean {
  return KINDS.every((kind) => limits[kind] === Infinity);
}

function add(tokens: Amount, more: Amount): void {
  for (const kind of KINDS) tokens[kind] += more[kind];
}
