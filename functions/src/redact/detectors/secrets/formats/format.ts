/** The format of a credential with a known prefix, or a mark inside it. */
export interface KeyFormat {
  name: string;
  /** Case-sensitive; begins with a letter, at the start of a word. */
  prefix: string;
  /** What follows the prefix; if it has a group, only that is the secret. */
  rest: RegExp;
  /** The part of the secret before the prefix, at most `reach` characters. */
  before?: { pattern: RegExp; reach: number };
  /** Rules out words, such as `sk-something-or-other`: needs a digit; `mixed`: and both cases. */
  needs?: 'digit' | 'mixed';
  source: string;
}

const END = '(?![A-Za-z0-9])';

/** `min` to `max` characters of a class (by default, alphanumeric), not followed by an alphanumeric. */
export function body(min: number, max = 512, chars = 'A-Za-z0-9'): RegExp {
  return new RegExp(`[${chars}]{${min},${max}}${END}`, 'y');
}

/** A pattern, not followed by a letter or digit. */
export function exactly(pattern: RegExp): RegExp {
  return new RegExp(`(?:${pattern.source})${END}`, 'y');
}

/** The same format for several prefixes. */
export function each(prefixes: readonly string[], format: Omit<KeyFormat, 'prefix'>): KeyFormat[] {
  return prefixes.map((prefix) => ({ prefix, ...format }));
}

export const HEX = 'a-fA-F0-9';
export const URL64 = '\\w-';

export const GITLEAKS =
  'https://github.com/gitleaks/gitleaks/tree/master/cmd/generate/config/rules';
export const DETECT_SECRETS =
  'https://github.com/Yelp/detect-secrets/tree/master/detect_secrets/plugins';
export const SCANNING =
  'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns';
