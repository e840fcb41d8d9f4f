/** Three groups. Two spaces are weaker evidence than two dashes; see `classify.ts`. */
export const SSN_SHAPES = /3-2-4|3 2 4|3\.2\.4/y;

/** A name, not far before the digits. */
export const SSN_NAME =
  /(?:\bssn|_ssn|[a-z]Ssn|\bsocial[ _-]?security|\bsoc\.? ?sec\.?|\bss ?#|\bsocial)\b[^\d\n\]]{0,24}$/i;
const NAME_WINDOW = 48;

/**
 * Whether the number may have been issued. Never issued: areas 000, 666 and 900 to 999, group 00,
 * serial 0000 (https://www.ssa.gov/employer/randomization.html).
 */
export function isIssuedSsn(digits: string): boolean {
  return /^(?!000|666|9)\d{3}(?!00)\d{2}(?!0000)\d{4}$/.test(digits);
}

export function isNamedSsn(text: string, start: number): boolean {
  return SSN_NAME.test(text.slice(Math.max(0, start - NAME_WINDOW), start));
}
