import type { Span } from '../types.js';

/**
 * Six pairs of hexadecimal digits (IEEE 802, EUI-48) with colons or dashes, three groups of four as
 * Cisco and Huawei write them, or two groups of six as HP does.
 */
export const MAC =
  /(?<![\w:.-])(?:[\dA-Fa-f]{2}([:-])[\dA-Fa-f]{2}(?:\1[\dA-Fa-f]{2}){4}|[\dA-Fa-f]{4}([.-])[\dA-Fa-f]{4}\2[\dA-Fa-f]{4}|[\dA-Fa-f]{6}[:-][\dA-Fa-f]{6})(?![\w:-]|\.\w)/g;

/** Pairs with spaces, but not six out of a longer row, nor just two-digit numbers. */
export const SPACED_MAC =
  /(?<![\w:.-])(?<!(?<!\w)[\dA-Fa-f]{2} )(?=[\d ]{0,16}[A-Fa-f])[\dA-Fa-f]{2}(?: [\dA-Fa-f]{2}){5}(?! [\dA-Fa-f]{2}(?!\w)|[\w:-]|\.\w)/g;

/** Without separators, after a name: `hwaddr=001a2b3c4d5e`. */
export const NAMED_MAC =
  /(?<![A-Za-z])(?:mac|hw|hardware|ether|ethernet|bssid|wlan)(?:[ _-]?(?:addr|address|id))?["']?[ :=]{1,3}["']?([\dA-Fa-f]{12})(?!\w)/gi;

/** Finds hardware addresses; off by default. */
export function* macAddresses(text: string): Iterable<Span> {
  for (const pattern of [MAC, SPACED_MAC]) {
    for (const { 0: match, index } of text.matchAll(pattern)) yield [index, index + match.length];
  }
  for (const { 0: match, 1: address = '', index } of text.matchAll(NAMED_MAC)) {
    yield [index + match.length - address.length, index + match.length];
  }
}
