import { getApps, initializeApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';

import type { FindUser } from '../console/caller.js';
import { errorCode } from '../lib/error-code.js';
import { withTimeout } from '../lib/with-timeout.js';

/** A user as Firebase Auth has them now. Rejects when it does not answer within `timeoutMs`. */
export function createFindUser(
  timeoutMs: number,
  auth: Auth = getAuth(getApps()[0] ?? initializeApp()),
): FindUser {
  return async (uid) => {
    try {
      const user = await withTimeout(timeoutMs, auth.getUser(uid));
      return {
        disabled: user.disabled,
        claims: user.customClaims ?? {},
        sessionsSince: Date.parse(user.tokensValidAfterTime ?? '') || 0,
      };
    } catch (error) {
      if (errorCode(error) === 'auth/user-not-found') return undefined;
      throw error;
    }
  };
}
