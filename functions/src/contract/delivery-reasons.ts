/** Why a notice did not reach its target, or not yet. A word each, since answers are never shown. */
export const DELIVERY_REASONS = [
  /** The target's name leads to an address that is not one of the public internet. */
  'address_not_public',
  /** The name has no address. */
  'name_not_found',
  /** No connection, or one that broke off. */
  'connection_failed',
  /** The certificate is not one of the name, has expired, or nobody known vouches for it. */
  'certificate_invalid',
  'timeout',
  /** A 3xx: redirects are not followed. */
  'redirected',
  /** A 429. */
  'rate_limited',
  /** A 5xx, or what is no HTTP status at all. */
  'server_error',
  /** Any other 4xx: the target does not take the notice as it is. */
  'rejected',
  /** The alert, or this target of it, is there no longer. */
  'target_deleted',
  /** The target is no longer one that may be called, as e-mail where it was switched off. */
  'target_refused',
] as const;

export type DeliveryReason = (typeof DELIVERY_REASONS)[number];
