import type { Source } from '../contract/log-message.js';
import type { LimitName } from '../contract/limit-names.js';
import type { ProblemCode } from '../contract/problem-codes.js';
import type { RepairWord } from '../contract/repairs.js';
import type { RouteName } from '../contract/routes.js';

/** How many logs were taken, and of those how many needed which repair. */
export interface Taken {
  source: Source;
  logs: number;
  rejected: number;
  /** Logs with any repair. */
  repaired: number;
  repairs: ReadonlyMap<RepairWord, number>;
}

/** What becomes known of a request while it is served. */
export interface RequestFacts {
  route: RouteName;
  /** The tenant of its credential, or of its logs where they are all of one. */
  tenantId: string | undefined;
  /** Set once its logs are with Pub/Sub. */
  taken: Taken | undefined;
  /** Why it was refused. */
  reason: ProblemCode | undefined;
  /** Which limit it is over, where that is why. */
  limit: LimitName | undefined;
}

export function emptyFacts(): RequestFacts {
  const unknown = undefined;
  return { route: 'none', tenantId: unknown, taken: unknown, reason: unknown, limit: unknown };
}
