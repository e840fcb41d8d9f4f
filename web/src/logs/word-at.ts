import { scan } from '../../../functions/src/search/tokens.js';

/** How many characters on either side of a position are searched for its word. */
const AROUND = 200;

/**
 * The word at a position in a text, as written: an id or path as a whole, otherwise its letters and
 * digits. `undefined` between words.
 */
export function wordAt(text: string, at: number): string | undefined {
  const start = Math.max(0, at - AROUND);
  const piece = text.slice(start, at + AROUND);
  const place = at - start;
  let found: [start: number, end: number] | undefined;
  const take = (from: number, to: number) => {
    if (from <= place && place <= to && (!found || to - from > found[1] - found[0])) {
      found = [from, to];
    }
  };
  scan(piece, { atom: take, run: take, whole: take });
  return found && piece.slice(...found);
}
