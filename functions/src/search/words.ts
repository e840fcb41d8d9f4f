import { fold } from './fold.js';
import type { Words } from './query.js';
import { scan, tokensOf } from './tokens.js';

/**
 * What a word of a query searches for; `undefined` if it contains neither a letter nor a digit.
 * Quoted words are a phrase, and so is a word in a script without spaces, or one that consists of
 * several wholes (`a=b`).
 */
export function readWords(written: string, isQuoted: boolean): Words | undefined {
  const text = fold(written);
  if (!isQuoted && text.endsWith('*')) return readPrefix(text.slice(0, -1));
  const { atoms, wholes } = tokensOf(text);
  const [first] = atoms;
  if (first === undefined) return undefined;
  if (atoms.length === 1) return { kind: 'atom', word: first };
  const whole = wholes.at(-1);
  // The whole that contains all the others ends last.
  return !isQuoted && whole !== undefined && tokensOf(whole).atoms.length === atoms.length
    ? { kind: 'whole', word: whole }
    : { kind: 'phrase', atoms, text };
}

/** After a sign (`/api/*`), the star stands for whatever follows: that is a phrase. */
function readPrefix(text: string): Words | undefined {
  const { atoms } = tokensOf(text);
  const last = lastAtom(text);
  if (last === undefined) return undefined;
  if (last.end !== text.length) return { kind: 'phrase', atoms, text };
  return { kind: 'prefix', atoms, text: text.slice(0, last.start) };
}

function lastAtom(text: string): { start: number; end: number } | undefined {
  let last: { start: number; end: number } | undefined;
  scan(text, {
    atom: (start, end) => {
      last = { start, end };
    },
    run: (start, end) => {
      const run = Array.from(text.slice(start, end));
      last = { start: end - (run.at(-1)?.length ?? 0), end };
    },
    whole() {},
  });
  return last;
}
