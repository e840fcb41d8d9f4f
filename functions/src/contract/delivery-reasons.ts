/** Why a notice has not reached its target. Codes only, since answers are never shown. */
export const DELIVERY_REASONS = [
  /** The target's name resolves to an address that is not on the public internet. */
  'address_not_public',
  /** The name has no address. */
  'name_not_found',
  /** No connection, or it broke off. */
  'connection_failed',
  /** The certificate is for another name, has expired, or was issued by no trusted authority. */
  'certificate_invalid',
  'timeout',
  /** A 3xx: redirects are not followed. */
  'redirected',
  /** A 429. */
  'rate_limited',
  /** A 5xx, or something that is not an HTTP status at all. */
  'server_error',
  /** Any other 4xx: the target rejects the notice as it is. */
  'rejected',
  /** The alert, or this target of it, no longer exists. */
  'target_deleted',
  /** The target may no longer be called, for example because e-mail was switched off. */
  'target_refused',
] as const;

export type DeliveryReason = (typeof DELIVERY_REASONS)[number];
