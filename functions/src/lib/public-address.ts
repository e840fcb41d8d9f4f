import { isIP } from 'node:net';

import ipaddr from 'ipaddr.js';

/**
 * The part of IPv6 that is allocated for routing, including the special ranges in it:
 * https://www.iana.org/assignments/ipv6-address-space
 */
const ROUTED = ipaddr.parseCIDR('2000::/3');

/**
 * Whether an address, IPv4 or IPv6 as text, is one that anybody on the internet can reach. Private,
 * shared, link-local, loopback, multicast and reserved ranges are not, nor is any form of IPv6 that
 * carries an IPv4 address (mapped, NAT64, 6to4, Teredo), whose real destination another host
 * decides: https://www.iana.org/assignments/iana-ipv4-special-registry and iana-ipv6-special-registry.
 */
export function isPublicAddress(address: string): boolean {
  // The library also accepts `0x7f.1` and `127.1`, which no resolver ever returns.
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(ROUTED);
}
