/**
 * The form in which texts are compared: compatible characters unified (full-width letters,
 * ligatures), in lower case, with one sigma and one apostrophe. Search terms are folded in the same
 * way, so neither case nor a character's composition matters.
 */
export function fold(text: string): string {
  return isAscii(text)
    ? text.toLowerCase()
    : text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ').replaceAll('’', "'");
}

// oxlint-disable-next-line no-control-regex
const isAscii = (text: string) => !/[^\0-\x7f]/.test(text);
