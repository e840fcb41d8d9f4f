/** Replaces each piece of personal data, unless a setting says otherwise. */
export const REDACTED = '[REDACTED]';

/** How `[REDACTED]` and `[REDACTED:email]` begin. */
export const REDACTED_START = '[REDACTED';

/**
 * Hexadecimal digits of a keyed hash: 46 bits, so in one of 15,000 tenants with 100,000 people each,
 * two people share one by chance. The first is a letter, so that no number can begin in a hash.
 */
export const HASH_LENGTH = 12;

/** How many digits `last4` shows. */
export const SHOWN_DIGITS = 4;

/** Upper bound on a marker's length. */
export const MAX_MARKER = 48;

/** `[REDACTED]` and `[REDACTED:email]`. */
export const LABEL = /\[REDACTED(?::(?<label>\w{1,32}))?\]/g;

/** Every marker: a label, a keyed hash `[email:c3f9a0d1b2e4]` or last digits `[card:****1111]`. */
export const MARKER = new RegExp(
  String.raw`${LABEL.source}|\[(?<kind>[a-z][a-z0-9_]{0,31}):(?:[a-f][0-9a-f]{${HASH_LENGTH - 1}}|\*{4}[0-9]{${SHOWN_DIGITS}})\]`,
  'g',
);

const WHOLE_MARKER = new RegExp(`^(?:${MARKER.source})$`);

/** Whether a text is a marker and nothing else. */
export function isMarker(text: string): boolean {
  return text.length <= MAX_MARKER && text.startsWith('[') && WHOLE_MARKER.test(text);
}
