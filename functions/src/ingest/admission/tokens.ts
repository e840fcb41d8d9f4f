import { MAX_TOKEN_LENGTH } from '../../limits.js';

/**
 * Verifies a token that Google signed for this gateway. Resolves to the address of its service account,
 * or to `undefined` for one that is forged, over, or for somebody else. Rejects where that cannot be
 * checked now.
 */
export type VerifyToken = (token: string) => Promise<string | undefined>;

/** A JSON Web Token, whose header and claims begin with `{"`. */
const TOKEN = /^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/;

/** Whether it can be a token at all, as Pub/Sub sends one in the place of a key. */
export function isToken(shown: string): boolean {
  return shown.length <= MAX_TOKEN_LENGTH && TOKEN.test(shown);
}
