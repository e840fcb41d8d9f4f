/** A credential that is known by how it begins, or by a mark in it. */
export interface KeyFormat {
  name: string;
  /** In upper and lower case as given; begins with a letter, and a word of it. */
  prefix: string;
  /** What follows the prefix; where it has a group, only that is the secret. */
  rest: RegExp;
  /** What comes before the prefix, at most `reach` characters of it, and is part of the secret. */
  before?: { pattern: RegExp; reach: number };
  /** What has no digit is a word (`sk-something-or-other`); `mixed`: nor without both cases. */
  needs?: 'digit' | 'mixed';
  source: string;
}

const END = '(?![A-Za-z0-9])';

/** `min` to `max` characters of a class (letters and digits), and then no letter or digit. */
export function body(min: number, max = 512, chars = 'A-Za-z0-9'): RegExp {
  return new RegExp(`[${chars}]{${min},${max}}${END}`, 'y');
}

/** An expression of what follows, and then no letter or digit. */
export function exactly(pattern: RegExp): RegExp {
  return new RegExp(`(?:${pattern.source})${END}`, 'y');
}

/** A format with several prefixes. */
export function each(prefixes: readonly string[], format: Omit<KeyFormat, 'prefix'>): KeyFormat[] {
  return prefixes.map((prefix) => ({ prefix, ...format }));
}

export const HEX = 'a-fA-F0-9';
export const URL64 = '\\w-';
export const DOTTED = '\\w.=-';

export const GITLEAKS =
  'https://github.com/gitleaks/gitleaks/tree/master/cmd/generate/config/rules';
export const DETECT_SECRETS =
  'https://github.com/Yelp/detect-secrets/tree/master/detect_secrets/plugins';
export const SCANNING =
  'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns';
