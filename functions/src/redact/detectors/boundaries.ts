import type { Span } from '../types.js';

/** Hyphen-minus and the typographic hyphens and dashes, U+2010 to U+2015 (Unicode, Pd). */
export const DASH = '\\-\\u2010-\\u2015';
/** Space and the non-breaking ones. */
export const SPACE = ' \\u00a0\\u202f';

/**
 * Before a number: no letter or digit, no `ORD-`, which makes an id of it, no `1-`, `1.` or `1:`,
 * of which it would be the rest, and no path or anchor.
 */
export const BEFORE = `(?<![\\p{L}\\p{N}_#/\\\\])(?<![\\p{L}\\p{N}_][${DASH}])(?<!\\p{N}[.:,])`;

/** After a number: nothing that it goes on with. */
export const AFTER = `(?![\\p{L}\\p{N}_])(?![${DASH}./:,]\\p{N})`;

/** Every match of a pattern with the flags `g` and `d`, or of its group `number` where it has one. */
export function* matches(
  text: string,
  pattern: RegExp,
  accept: (match: string) => boolean = () => true,
): Iterable<Span> {
  for (const match of text.matchAll(pattern)) {
    const span = match.indices?.groups?.['number'] ?? match.indices?.[0];
    if (span !== undefined && accept(text.slice(...span))) yield span;
  }
}

export function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, '');
}
