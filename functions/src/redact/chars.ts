/** What a character means to the scanner. */
export const OTHER = 0;
export const DIGIT = 1;
export const LETTER = 2;
export const AT = 3;
export const COLON = 4;
export const EQUALS = 5;
/** May begin an escape; see `decode.ts`. */
export const LEAD = 6;
export const PLUS = 7;

/** The class of each ASCII character. */
export const ASCII_CLASS: Uint8Array = new Uint8Array(128);
for (let code = 0; code < 128; code++) {
  const char = String.fromCharCode(code);
  if (/\d/.test(char)) ASCII_CLASS[code] = DIGIT;
  else if (/[A-Za-z]/.test(char)) ASCII_CLASS[code] = LETTER;
  else if (char === '@') ASCII_CLASS[code] = AT;
  else if (char === ':') ASCII_CLASS[code] = COLON;
  else if (char === '=') ASCII_CLASS[code] = EQUALS;
  else if (char === '+') ASCII_CLASS[code] = PLUS;
  else if ('\\%&#[?\u001b'.includes(char)) ASCII_CLASS[code] = LEAD;
}

/** Classes of non-ASCII characters: not part of a word, part of one, or to be folded (`fold.ts`). */
export const PLAIN = 1;
export const WORD = 2;
export const FOLDABLE = 3;

/**
 * Decimal digits of other scripts, dashes (Pd and the minus sign), spaces (Zs), zero-width
 * characters, and the full-width forms of ASCII.
 */
// Each one is a separate character here, even combining ones.
/* oxlint-disable no-misleading-character-class */
const FOLDED =
  /^[\p{Nd}\p{Pd}\u2212\p{Zs}\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe0e\ufe0f\u20e3\uff01-\uff5e]$/u;
/* oxlint-enable no-misleading-character-class */
const WORDLIKE = /^[\p{L}\p{M}\p{N}]$/u;

const wide = new Uint8Array(0x1_0000);

/** The class of a UTF-16 unit from 128 up; a surrogate is {@link PLAIN}. */
export function wideClass(unit: number): number {
  const known = wide[unit] ?? PLAIN;
  if (known !== 0) return known;
  const char = String.fromCharCode(unit);
  const found = FOLDED.test(char) ? FOLDABLE : WORDLIKE.test(char) ? WORD : PLAIN;
  wide[unit] = found;
  return found;
}

/**
 * The unit at `at`; 0 out of range. V8 compiles `charCodeAt` to a plain load only as long as it is
 * never called with an index out of range.
 */
export function unitAt(text: string, at: number): number {
  return at >= 0 && at < text.length ? text.charCodeAt(at) : 0;
}

export function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

export function isLetter(unit: number): boolean {
  const lower = unit | 32;
  return lower >= 97 && lower <= 122;
}

export function isAlphanumeric(unit: number): boolean {
  return isDigit(unit) || isLetter(unit);
}

/** Letters and digits of every script, and the underscore. */
export function isWord(unit: number): boolean {
  if (unit < 128) return isAlphanumeric(unit) || unit === 95;
  return unit >= 128 && wideClass(unit) === WORD;
}

/** Scripts without spaces between words: a number next to such a letter is not part of a word. */
const SPACELESS: readonly (readonly [from: number, to: number])[] = [
  [0x0e00, 0x0eff], // Thai, Lao
  [0x1000, 0x109f], // Burmese
  [0x1780, 0x17ff], // Khmer
  [0x2e80, 0x9fff], // Han, Hiragana, Katakana, Bopomofo
  [0xac00, 0xd7af], // Hangul, whose particles follow a number without a space
  [0xf900, 0xfaff],
  [0xff66, 0xffdc], // half-width forms
];

/** Whether a number or an address next to `unit` is more likely part of a longer word. */
export function joinsWord(unit: number): boolean {
  if (unit < 128) return isAlphanumeric(unit) || unit === 95;
  return wideClass(unit) === WORD && !isSpaceless(unit);
}

export function isSpaceless(unit: number): boolean {
  return unit >= 0x0e00 && SPACELESS.some(([from, to]) => unit >= from && unit <= to);
}

export function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
