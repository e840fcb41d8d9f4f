import type { DeliveryReason } from '../../contract/delivery-reasons.js';

export interface PostRequest {
  /** HTTPS. */
  url: string;
  headers: Readonly<Record<string, string>>;
  /** JSON. */
  body: string;
}

/** The outcome of a request. Nobody gets to see the answer's body and headers. */
export type PostResult =
  { kind: 'answered'; status: number } | { kind: 'failed'; reason: ConnectionReason };

/** Reasons why there is no answer. */
export type ConnectionReason = Extract<
  DeliveryReason,
  'address_not_public' | 'name_not_found' | 'connection_failed' | 'certificate_invalid' | 'timeout'
>;

/**
 * Posts to an address that a tenant's admin chose. Never throws because of what the other side
 * does, and never connects to an address that is not public.
 */
export type Post = (request: PostRequest) => Promise<PostResult>;

/** The addresses of a host, all of them public, or why it may not be called. */
export type ResolvePublic = (
  host: string,
) => Promise<
  | { ok: true; addresses: readonly string[] }
  | { ok: false; reason: Extract<ConnectionReason, 'address_not_public' | 'name_not_found'> }
>;
