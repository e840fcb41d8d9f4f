/** The number of colours for kinds in the style sheet. */
const COLOURS = 8;

/** The number of a kind's colour, by its rank in the totals: 1 to 8, then over again. */
export function kindColour(index: number): number {
  return (index % COLOURS) + 1;
}
