import type { VerifyToken } from '../ingest/admission/tokens.js';
import { isRecord } from '../lib/is-record.js';
import { readJsonIfAny } from '../lib/json.js';
import { once } from '../lib/once.js';
import { withTimeout } from '../lib/with-timeout.js';

const ISSUERS = ['https://accounts.google.com', 'accounts.google.com'];

/**
 * Verifies tokens of Google's service accounts for one audience, as Pub/Sub push subscriptions send
 * them: https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions. Google's certificates
 * are fetched once and kept for as long as the answer says; no token can trigger more fetches.
 * Rejects if they do not arrive within `timeoutMs`. Only tests set `certificates`, the URL.
 */
export function createVerifyToken(
  audience: string,
  timeoutMs: number,
  certificates?: string,
): VerifyToken {
  const opened = once(async () => {
    // Loaded with the first token: most processes never see one.
    const { OAuth2Client } = await import('google-auth-library');
    return new OAuth2Client(
      certificates === undefined
        ? {}
        : { endpoints: { oauth2FederatedSignonPemCertsUrl: certificates } },
    );
  });

  return async (token) => {
    // Tokens for another audience cost nothing.
    if (claimedAudience(token) !== audience) return undefined;
    const client = await opened();
    const { certs } = await withTimeout(timeoutMs, client.getFederatedSignonCertsAsync());
    try {
      const ticket = await client.verifySignedJwtWithCertsAsync(token, certs, audience, ISSUERS);
      const { email, email_verified: isVerified } = ticket.getPayload() ?? {};
      return isVerified === true ? email : undefined;
    } catch {
      return undefined;
    }
  };
}

function claimedAudience(token: string): unknown {
  const [, claims = ''] = token.split('.');
  const parsed = readJsonIfAny(Buffer.from(claims, 'base64url').toString('utf8'));
  return isRecord(parsed) ? parsed['aud'] : undefined;
}
