/**
 * The form in which texts are compared: compatible characters as one (full-width letters, ligatures),
 * lower case, and one sigma. What is looked for is folded in the same way, so that neither case nor
 * the way a character is composed matters.
 */
export function fold(text: string): string {
  return isAscii(text)
    ? text.toLowerCase()
    : text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
}

// oxlint-disable-next-line no-control-regex
const isAscii = (text: string) => !/[^\0-\x7f]/.test(text);
