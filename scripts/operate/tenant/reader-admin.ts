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

/** A user that is not there, or one of another tenant. */
export class ReaderError extends Error {
  override name = 'ReaderError';
}

/** What an operator does to readers: the custom claims of Firebase Auth users. */
export function createReaderAdmin(auth: Auth = getAuth(getApps()[0] ?? initializeApp())) {
  const find = async (email: string): Promise<UserRecord | undefined> => {
    try {
      return await auth.getUserByEmail(email);
    } catch (error) {
      if (errorCode(error) === 'auth/user-not-found') return undefined;
      throw error;
    }
  };

  /** Leaves claims of others as they are. */
  const setClaims = async (user: UserRecord, claims: Record<string, string>): Promise<Reader> => {
    const { tenant_id: _tenant, role: _role, ...others } = user.customClaims ?? {};
    await auth.setCustomUserClaims(user.uid, { ...others, ...claims });
    return toReader(await auth.getUser(user.uid));
  };

  const withdraw = async (user: UserRecord): Promise<Reader> => {
    const reader = await setClaims(user, {});
    // A token that is out already holds for up to an hour; without this for ever, renewed.
    await auth.revokeRefreshTokens(user.uid);
    return reader;
  };

  return {
    /**
     * A user has one tenant: one of another tenant is refused. So is one who signed up with a
     * password and did not verify the address: it may be somebody else's.
     */
    async grant(tenantId: string, email: string, role: ReaderRole, create: boolean) {
      const found = await find(email);
      const user = found ?? (create ? await auth.createUser({ email }) : undefined);
      if (user === undefined) {
        throw new ReaderError(`There is no user ${email}: let them sign in once, or add --create.`);
      }
      const current: unknown = user.customClaims?.['tenant_id'];
      if (current !== undefined && current !== tenantId) {
        throw new ReaderError(`${email} reads another tenant: revoke that first.`);
      }
      if (current === undefined && found !== undefined && isUnproven(found)) {
        throw new ReaderError(
          `${email} has signed up, and has not shown that the address is theirs: let them verify it, or sign in with Google or by an e-mail link.`,
        );
      }
      return setClaims(user, { tenant_id: tenantId, ...(role === 'admin' && { role }) });
    },

    async revoke(tenantId: string, email: string): Promise<Reader> {
      const user = await find(email);
      if (user === undefined || user.customClaims?.['tenant_id'] !== tenantId) {
        throw new ReaderError(`${email} is no reader of ${tenantId}.`);
      }
      return withdraw(user);
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
        await withdraw(user);
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

function isUnproven({ emailVerified, providerData }: UserRecord): boolean {
  return !emailVerified && providerData.length > 0;
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
