import type { Span } from '../types.js';

/** Six pairs of hexadecimal digits (IEEE 802, EUI-48), or three fours as Cisco writes them. */
export const MAC =
  /(?<![\w:.-])(?:[\dA-Fa-f]{2}([:-])[\dA-Fa-f]{2}(?:\1[\dA-Fa-f]{2}){4}|[\dA-Fa-f]{4}\.[\dA-Fa-f]{4}\.[\dA-Fa-f]{4})(?![\w:-]|\.\w)/g;

/** Hardware addresses. Looked for only where they are asked for. */
export function* macAddresses(text: string): Iterable<Span> {
  for (const { 0: match, index } of text.matchAll(MAC)) yield [index, index + match.length];
}
