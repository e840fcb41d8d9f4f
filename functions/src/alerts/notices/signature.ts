import { createHmac, randomBytes } from 'node:crypto';

import { liveSecrets, type SigningSecret } from '../../contract/alert.js';
import type { Instant } from '../../contract/instant.js';

/** Bytes of a secret; Standard Webhooks requires 24 to 64. */
const SECRET_BYTES = 32;
const PREFIX = 'whsec_';

/** A secret in the form of Standard Webhooks: `whsec_` and base64. */
export function newSigningSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64');
}

/**
 * The headers that prove to a receiver that a body is ours, with a signature for each live secret.
 * `id` is the same for each attempt, so that receivers can drop duplicates.
 */
export function signatureHeaders(
  { id, body }: { id: string; body: string },
  secrets: readonly SigningSecret[],
  now: Instant,
): Record<string, string> {
  const sign = ({ secret }: SigningSecret) =>
    createHmac('sha256', Buffer.from(secret.slice(PREFIX.length), 'base64'))
      .update(`${id}.${now.seconds}.${body}`)
      .digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(now.seconds),
    'webhook-signature': liveSecrets(secrets, now)
      .map((secret) => `v1,${sign(secret)}`)
      .join(' '),
  };
}
