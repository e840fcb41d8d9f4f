import { MAX_TOKEN_LENGTH } from '../../limits.js';

/**
 * Verifies a token that Google signed for this gateway. Resolves to the address of its service account,
 * or to `undefined` if the token is forged, expired, or meant for somebody else. Rejects if it cannot
 * be checked now.
 */
export type VerifyToken = (token: string) => Promise<string | undefined>;

/** A JSON Web Token, whose header and claims begin with `{"`. */
const TOKEN = /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/;

/** Whether it may be a token, as Pub/Sub sends one in place of a key. */
export function isToken(shown: string): boolean {
  return shown.length <= MAX_TOKEN_LENGTH && TOKEN.test(shown);
}
