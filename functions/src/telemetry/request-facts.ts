import type { Source } from '../contract/log-message.js';
import type { ProblemCode } from '../contract/problem-codes.js';
import type { RouteName } from '../contract/routes.js';

/** What becomes known of a request while it is served. */
export interface RequestFacts {
  route: RouteName;
  /** The tenant of its credential, or of its logs where they are all of one. */
  tenantId: string | undefined;
  /** Set once its logs are with Pub/Sub. */
  taken: { source: Source; logs: number; rejected: number } | undefined;
  /** Why it was refused. */
  reason: ProblemCode | undefined;
}

export function noFacts(): RequestFacts {
  return { route: 'none', tenantId: undefined, taken: undefined, reason: undefined };
}
