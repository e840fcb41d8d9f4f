import { tenantIdSchema } from '../contract/ids.js';
import { Refusal } from './refusal.js';

/** The caller, according to a verified ID token. */
export interface Caller {
  uid: string;
  tenantId: string;
}

/** A verified ID token: who signed in, and its claims. */
export interface Token {
  uid: string;
  /** `auth_time`: when they signed in, in seconds since 1970. */
  token: Readonly<Record<string, unknown>>;
}

/** What Firebase Auth knows of a user now, where a token tells what held when it was made. */
export interface CurrentUser {
  disabled: boolean;
  claims: Readonly<Record<string, unknown>>;
  /** Whoever signed in before has to again; in milliseconds since 1970. */
  sessionsSince: number;
}

export type FindUser = (uid: string) => Promise<CurrentUser | undefined>;

/** The admin of a tenant whose token it is, by its claims. */
export function readCaller({ uid, token }: Token): Caller {
  const tenantId = administeredTenant(token);
  if (tenantId === undefined) throw notAnAdmin();
  return { uid, tenantId };
}

/**
 * Refuses a caller whose token is out of date. A token holds for an hour whatever happens; without
 * this, who was an admin could in that hour make an API key that stays.
 */
export async function checkCaller(
  { uid, tenantId }: Caller,
  { token }: Token,
  findUser: FindUser,
): Promise<void> {
  const user = await findUser(uid);
  const signedIn = Number(token['auth_time']) * 1000;
  if (user === undefined || user.disabled || !(signedIn >= user.sessionsSince)) {
    throw new Refusal('unauthenticated', 'Your session has ended: sign in again.');
  }
  if (administeredTenant(user.claims) !== tenantId) throw notAnAdmin();
}

/** As firestore.rules compare: whole strings of the right type. */
function administeredTenant(claims: Readonly<Record<string, unknown>>): string | undefined {
  const { tenant_id: tenantId, role } = claims;
  const parsed = tenantIdSchema.safeParse(tenantId);
  return role === 'admin' && parsed.success && parsed.data === tenantId ? parsed.data : undefined;
}

function notAnAdmin(): Refusal {
  return new Refusal('permission-denied', 'Only an admin of a tenant may do this.');
}
