import type { Source } from '../contract/log-message.js';
import type { LimitName } from '../contract/limit-names.js';
import type { ProblemCode } from '../contract/problem-codes.js';
import type { RepairWord } from '../contract/repairs.js';
import type { RouteName } from '../contract/routes.js';

/** How many logs were accepted, and how many of those needed each repair. */
export interface Taken {
  source: Source;
  logs: number;
  rejected: number;
  /** Logs with at least one repair. */
  repaired: number;
  repairs: ReadonlyMap<RepairWord, number>;
}

/** Facts about a request, collected while it is served. */
export interface RequestFacts {
  route: RouteName;
  /** The tenant of its credential, or of its logs if they all have the same one. */
  tenantId: string | undefined;
  /** Set once Pub/Sub has its logs. */
  taken: Taken | undefined;
  /** Why it was refused. */
  reason: ProblemCode | undefined;
  /** The limit that was exceeded, if that is the reason. */
  limit: LimitName | undefined;
}

export function emptyFacts(): RequestFacts {
  const unknown = undefined;
  return { route: 'none', tenantId: unknown, taken: unknown, reason: unknown, limit: unknown };
}
