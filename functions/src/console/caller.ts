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

/** A user's current state in Firebase Auth; a token shows the state when it was issued. */
export interface CurrentUser {
  disabled: boolean;
  claims: Readonly<Record<string, unknown>>;
  /** Sessions started before this must sign in again; in milliseconds since 1970. */
  sessionsSince: number;
}

export type FindUser = (uid: string) => Promise<CurrentUser | undefined>;

/** The tenant's admin that a token stands for, according to its claims. */
export function readCaller({ uid, token }: Token): Caller {
  const tenantId = administeredTenant(token);
  if (tenantId === undefined) throw notAnAdmin();
  return { uid, tenantId };
}

/**
 * Refuses a caller whose token is out of date. A token stays valid for an hour whatever happens;
 * without this check, a former admin could use that hour to create an API key that outlives it.
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

/** Compares as firestore.rules does: whole strings of the right type. */
function administeredTenant(claims: Readonly<Record<string, unknown>>): string | undefined {
  const { tenant_id: tenantId, role } = claims;
  const parsed = tenantIdSchema.safeParse(tenantId);
  return role === 'admin' && parsed.success && parsed.data === tenantId ? parsed.data : undefined;
}

function notAnAdmin(): Refusal {
  return new Refusal('permission-denied', 'Only an admin of a tenant may do this.');
}
