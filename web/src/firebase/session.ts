import type { Auth, User } from 'firebase/auth';
import { onIdTokenChanged, signOut } from 'firebase/auth';

/** A user of Firebase Auth, and what their token's claims let them read. */
export interface SignedIn {
  email: string;
  /** Absent until an operator has granted one. */
  tenant?: string;
  /** Of the tenant: sees dead letters and API keys. */
  admin: boolean;
  /** The claims could not be had: no network, most likely. */
  unreachable?: true;
}

const RETRY_MS = 4_000;

/** Tells who is signed in, now and whenever it or the claims change; `undefined` for nobody. */
export function watchSession(auth: Auth, tell: (user: SignedIn | undefined) => void): () => void {
  let latest: User | null = null;
  const reportClaims = async (user: User): Promise<void> => {
    const signedIn = await readClaims(user);
    if (latest !== user) return;
    tell(signedIn);
    if (signedIn.unreachable) setTimeout(() => void reportClaims(user), RETRY_MS);
  };
  return onIdTokenChanged(auth, (user) => {
    latest = user;
    if (user === null) tell(undefined);
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
 * Fetches a token with the claims as they are now; {@link watchSession} tells what came of it. Where
 * the account was made anew meanwhile, the SDK signs the user out.
 */
export async function refreshClaims(auth: Auth): Promise<void> {
  await auth.currentUser?.getIdToken(true);
}

export async function leave(auth: Auth): Promise<void> {
  await signOut(auth);
}
