/** Colours that the style sheet has for kinds. */
const COLOURS = 8;

/** Number of the colour of a kind, by its place in the order of totals: 1 to 8, and again. */
export function kindColour(index: number): number {
  return (index % COLOURS) + 1;
}
