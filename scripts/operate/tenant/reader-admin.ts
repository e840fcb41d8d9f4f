import { type Auth, getAuth, type UserRecord } from 'firebase-admin/auth';
import { getApps, initializeApp } from 'firebase-admin/app';

import { errorCode } from '../../../functions/src/lib/error-code.js';

export const READER_ROLES = ['reader', 'admin'] as const;

export type ReaderRole = (typeof READER_ROLES)[number];

export interface Reader {
  email: string;
  uid: string;
  tenant_id: string | undefined;
  role: ReaderRole | undefined;
}

/** A user that does not exist, or one of another tenant. */
export class ReaderError extends Error {
  override name = 'ReaderError';
}

/** What a grant did with the account that it found. */
export interface Granted extends Reader {
  /** Whether an account that somebody else may control was deleted and recreated. */
  replaced: boolean;
}

export interface GrantOptions {
  role: ReaderRole;
  /** Create the user if there is none. */
  create: boolean;
  /** Replace an account that carries claims of another application. */
  replace: boolean;
}

/** Attempts to create an account whose address somebody is signing up with at the same moment. */
const MAX_ATTEMPTS = 3;

/**
 * What an operator does to readers: the custom claims of Firebase Auth users.
 *
 * A claim goes to a person, not to an address. Anybody can sign up with anybody's address, and what
 * they set before its owner comes stays on the account: a password, a linked provider, an open
 * session. Nothing on an account tells whether it is free of that, not even a verified address. So
 * a first grant never adopts an account: it makes one that nobody has a credential of, and the first
 * to sign in is the one who proves the address.
 */
export function createReaderAdmin(auth: Auth = getAuth(getApps()[0] ?? initializeApp())) {
  const find = async (emailOrUid: string): Promise<UserRecord | undefined> => {
    try {
      return emailOrUid.includes('@')
        ? await auth.getUserByEmail(emailOrUid)
        : await auth.getUser(emailOrUid);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'auth/user-not-found') return undefined;
      if (code === 'auth/invalid-email' || code === 'auth/invalid-uid') {
        throw notAUser(emailOrUid);
      }
      throw error;
    }
  };

  /** Leaves other claims as they are, and ends every session, since its tokens have the old ones. */
  const setClaims = async (user: UserRecord, claims: Record<string, unknown>): Promise<Reader> => {
    await auth.setCustomUserClaims(user.uid, { ...othersClaims(user), ...claims });
    await auth.revokeRefreshTokens(user.uid);
    return toReader(await auth.getUser(user.uid));
  };

  /** An account without any credential, replacing any existing one. */
  const recreate = async (email: string, found: UserRecord | undefined): Promise<UserRecord> => {
    let old = found;
    for (let attempt = 1; ; attempt += 1) {
      if (old !== undefined) await auth.deleteUser(old.uid);
      try {
        return await auth.createUser({ email });
      } catch (error) {
        if (errorCode(error) === 'auth/invalid-email') throw notAUser(email);
        const isTaken = errorCode(error) === 'auth/email-already-exists';
        if (!isTaken || attempt === MAX_ATTEMPTS) throw error;
        old = await find(email);
      }
    }
  };

  return {
    /**
     * Grants to an account that its owner has yet to sign in to, or that has this tenant's claim
     * and a verified address. Ends all of the user's sessions.
     *
     * @throws {ReaderError} for a user of another tenant, one that is disabled, one whose address
     * is not verified although the account is in use, and one that is missing without `create`.
     */
    async grant(tenantId: string, email: string, options: GrantOptions): Promise<Granted> {
      const found = await find(email);
      if (found === undefined && !options.create) {
        throw new ReaderError(`There is no user ${email}. Add --create to create the account.`);
      }
      const current: unknown = found?.customClaims?.['tenant_id'];
      if (current !== undefined && current !== tenantId) {
        throw new ReaderError(`${email} is a reader of another tenant: revoke that first.`);
      }
      if (found?.disabled) {
        throw new ReaderError(`${email} is disabled in Firebase Auth: enable the account first.`);
      }
      const { role } = options;
      const claims = { tenant_id: tenantId, ...(role === 'admin' && { role }) };
      if (found !== undefined && current === tenantId) {
        if (found.emailVerified || isUnused(found)) {
          return { ...(await setClaims(found, claims)), replaced: false };
        }
        throw new ReaderError(
          `The account with the address ${email} has not verified it; a reader may have changed to it. ` +
            `Find out whose account ${found.uid} is; \`npm run tenant -- reader revoke ${tenantId} ${found.uid}\` ` +
            'removes its access, and a new grant then recreates the account.',
        );
      }
      const others = found === undefined ? {} : othersClaims(found);
      if (Object.keys(others).length > 0 && !options.replace) {
        throw new ReaderError(
          `${email} has claims of another application. A grant deletes the account and recreates it, ` +
            'with another uid: add --replace if nothing depends on the old one.',
        );
      }
      const user = await recreate(email, found);
      const reader = await setClaims(user, { ...others, ...claims });
      return { ...reader, replaced: found !== undefined };
    },

    /** By address or uid: a reader can change the address. */
    async revoke(tenantId: string, emailOrUid: string): Promise<Reader> {
      const user = await find(emailOrUid);
      if (user === undefined || user.customClaims?.['tenant_id'] !== tenantId) {
        throw new ReaderError(
          `${emailOrUid} is not a reader of ${tenantId}. \`npm run tenant -- reader list ${tenantId}\` lists its readers.`,
        );
      }
      return setClaims(user, {});
    },

    /** Every reader of a tenant; goes through all users. */
    async *list(tenantId: string): AsyncGenerator<Reader> {
      for await (const user of allUsers()) {
        if (user.customClaims?.['tenant_id'] === tenantId) yield toReader(user);
      }
    },

    async revokeAll(tenantId: string): Promise<number> {
      let revoked = 0;
      for await (const user of allUsers()) {
        if (user.customClaims?.['tenant_id'] !== tenantId) continue;
        await setClaims(user, {});
        revoked += 1;
      }
      return revoked;
    },
  };

  async function* allUsers(): AsyncGenerator<UserRecord> {
    let pageToken: string | undefined;
    do {
      const page = await auth.listUsers(1000, pageToken);
      yield* page.users;
      pageToken = page.pageToken;
    } while (pageToken !== undefined);
  }
}

/**
 * Created by a grant, and nobody has signed in since: there is no credential and no session. The
 * emulator counts the creation of an account as a sign-in.
 */
function isUnused({ providerData, passwordHash, metadata }: UserRecord): boolean {
  const { creationTime, lastSignInTime, lastRefreshTime } = metadata;
  const isSignedIn = Boolean(lastSignInTime) && lastSignInTime !== creationTime;
  return providerData.length === 0 && !passwordHash && !isSignedIn && !lastRefreshTime;
}

function notAUser(emailOrUid: string): ReaderError {
  return new ReaderError(
    `${JSON.stringify(emailOrUid)} is neither an e-mail address that Firebase Auth accepts nor a uid.`,
  );
}

function othersClaims({ customClaims }: UserRecord): Record<string, unknown> {
  const { tenant_id: _tenant, role: _role, ...others } = customClaims ?? {};
  return others;
}

function toReader({ email = '', uid, customClaims }: UserRecord): Reader {
  const tenant: unknown = customClaims?.['tenant_id'];
  return {
    email,
    uid,
    tenant_id: typeof tenant === 'string' ? tenant : undefined,
    role:
      typeof tenant !== 'string'
        ? undefined
        : customClaims?.['role'] === 'admin'
          ? 'admin'
          : 'reader',
  };
}
