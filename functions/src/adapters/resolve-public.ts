import { Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

import type { ResolvePublic } from '../alerts/notices/post.js';
import { isPublicAddress } from '../lib/public-address.js';
import { NAME_LOOKUP } from '../limits.js';

export interface Guard {
  /** All addresses of a name; empty if there is no such name. */
  resolve?: (name: string) => Promise<readonly string[]>;
  /** Name servers to ask instead of the system's, each `address:port`. */
  nameServers?: readonly string[];
  /** Which addresses may be connected to. */
  isAllowed?: (address: string) => boolean;
}

/**
 * Finds the addresses of a host, which may itself be an address. If one of them is not public, all
 * are refused: no honest name has both.
 */
export function createResolvePublic({
  nameServers,
  resolve = createLookUp(nameServers),
  isAllowed = isPublicAddress,
}: Guard = {}): ResolvePublic {
  return async (host) => {
    const addresses = isIP(host) === 0 ? await resolve(host) : [host];
    if (addresses.length === 0) return { ok: false, reason: 'name_not_found' };
    if (!addresses.every(isAllowed)) return { ok: false, reason: 'address_not_public' };
    return { ok: true, addresses };
  };
}

/**
 * Asks DNS only: the machine's hosts file and search domains do not count, and a name server that
 * does not answer blocks no thread of Node's pool.
 */
function createLookUp(nameServers: readonly string[] | undefined) {
  const resolver = new Resolver(NAME_LOOKUP);
  if (nameServers !== undefined) resolver.setServers(nameServers);
  return async (name: string): Promise<string[]> => {
    const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    return found.flatMap((of) => (of.status === 'fulfilled' ? of.value : []));
  };
}
