import type { Auth, User } from 'firebase/auth';
import { onIdTokenChanged, signOut } from 'firebase/auth';

import { firebaseCode } from './errors.js';

/** A Firebase Auth user, and what their token's claims allow them to read. */
export interface SignedIn {
  email: string;
  /** Absent until an operator has granted one. */
  tenant?: string;
  /** The tenant's admin: sees dead letters and API keys. */
  admin: boolean;
  /** The claims could not be read, most likely because there is no network. */
  unreachable?: true;
}

const RETRY_MS = 4_000;

/** Nobody is signed in. */
export interface SignedOut {
  /** The session ended without the reader signing out. */
  expired: boolean;
}

/** Instances whose reader is about to sign out. */
const leaving = new WeakSet<Auth>();

/** Reports who is signed in, now and whenever the user or the claims change. */
export function watchSession(
  auth: Auth,
  tell: (session: SignedIn | SignedOut) => void,
): () => void {
  let latest: User | null = null;
  const reportClaims = async (user: User): Promise<void> => {
    const signedIn = await readClaims(user);
    if (latest !== user) return;
    tell(signedIn);
    if (signedIn.unreachable) setTimeout(() => void reportClaims(user), RETRY_MS);
  };
  return onIdTokenChanged(auth, (user) => {
    const expired = user === null && latest !== null && !leaving.has(auth);
    latest = user;
    leaving.delete(auth);
    if (user === null) tell({ expired });
    else void reportClaims(user);
  });
}

async function readClaims(user: User): Promise<SignedIn> {
  const who = { email: user.email ?? user.uid };
  try {
    const { claims } = await user.getIdTokenResult();
    const tenant: unknown = claims['tenant_id'];
    return typeof tenant === 'string'
      ? { ...who, tenant, admin: claims['role'] === 'admin' }
      : { ...who, admin: false };
  } catch {
    return { ...who, admin: false, unreachable: true };
  }
}

/**
 * Fetches a token with the current claims; {@link watchSession} reports the outcome. Ends the
 * session if its account was deleted or recreated meanwhile. For most of the server's answers the
 * SDK does this itself, but not when it is only the refresh token that is rejected.
 */
export async function refreshClaims(auth: Auth): Promise<void> {
  try {
    await auth.currentUser?.getIdToken(true);
  } catch (error) {
    if (auth.currentUser === null) return;
    if (firebaseCode(error) !== 'invalid-refresh-token') throw error;
    await signOut(auth);
  }
}

export async function leave(auth: Auth): Promise<void> {
  leaving.add(auth);
  await signOut(auth);
}
