/** The limits that answer 429: a tenant's quota, or unknown keys at an instance. */
export const LIMIT_NAMES = ['requests', 'bytes', 'logs', 'unknown_keys'] as const;

export type LimitName = (typeof LIMIT_NAMES)[number];
