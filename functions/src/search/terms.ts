import type { Attributes } from '../contract/attributes.js';
import type { SearchMode } from '../contract/reader-settings.js';
import type { Severity } from '../contract/severity-names.js';
import { MAX_PAIR_TERMS, MAX_TERM_LENGTH, MAX_TERMS } from '../limits.js';
import { isOwnField, traceIn, visitScalars } from './fields.js';
import { fold } from './fold.js';
import { scan } from './tokens.js';

/** A log as it is stored: redacted. Nothing else ever reaches the terms. */
export interface RedactedLog {
  modified_data: string;
  attributes?: Attributes;
  severity?: Severity;
  source: string;
}

/** Stands among the terms of a log that has more than it may. No pair has an empty name. */
export const CUT_TERM = '=cut';

/**
 * The terms by which a log is found, each once: `name=value` pairs first, then the words of its text
 * and of its attributes' values in their order, wholes and atoms alike, two neighbouring characters
 * where a script has no spaces. At most {@link MAX_TERMS}, {@link CUT_TERM} included. A word of one ASCII character is none: nearly every log has it.
 */
export function termsOf(log: RedactedLog, mode: SearchMode): string[] {
  return collectTerms(log, mode).terms;
}

/** The same, and what they take of a document at most: no more than `room`. */
export function collectTerms(
  log: RedactedLog,
  mode: SearchMode,
  room = Infinity,
): { terms: string[]; bytes: number } {
  if (mode === 'off') return { terms: [], bytes: 0 };
  const terms = new Set<string>();
  let bytes = 0;
  let cut = false;
  const left = room - CUT_TERM.length - 1;
  /** False where there is no more room for it. */
  const add = (term: string, most: number): boolean => {
    const before = terms.size;
    // One look at the set: for most logs this is the greater part of the work.
    if (terms.add(term).size === before) return true;
    // A string takes a byte more than its UTF-8 form, which has at most 3 bytes a unit.
    bytes += 3 * term.length + 1;
    if (before < most && bytes <= left) return true;
    terms.delete(term);
    bytes -= 3 * term.length + 1;
    cut = true;
    return false;
  };

  if (log.severity !== undefined) add(pairTerm('severity', log.severity), MAX_PAIR_TERMS);
  add(pairTerm('source', log.source), MAX_PAIR_TERMS);
  if (log.attributes !== undefined) {
    visitScalars(log.attributes, (path, value) => {
      const name = fold(path);
      const trace = traceIn(name, value);
      if (trace !== undefined) add(pairTerm('trace', trace), MAX_PAIR_TERMS);
      return add(pairTerm(attributeName(name), String(value)), MAX_PAIR_TERMS);
    });
  }
  if (mode === 'full') {
    addWords(log.modified_data, add);
    if (log.attributes !== undefined) {
      visitScalars(log.attributes, (_path, value) =>
        typeof value === 'string' || typeof value === 'number'
          ? addWords(String(value), add)
          : undefined,
      );
    }
  }
  if (!cut) return { terms: [...terms], bytes };
  return { terms: [...terms, CUT_TERM], bytes: bytes + CUT_TERM.length + 1 };
}

/** False once there is no more room. */
function addWords(text: string, add: (term: string, most: number) => boolean): boolean {
  const folded = fold(text);
  let fits = true;
  const most = MAX_TERMS - 1;
  scan(folded, {
    atom(start, end) {
      // A long text goes on to be scanned for nothing, but linearly.
      if (fits && isIndexed(folded, start, end)) fits = add(cutTerm(folded, start, end), most);
    },
    run(start, end) {
      if (fits) fits = eachPair(folded.slice(start, end), (pair) => add(pair, most));
    },
    whole(start, end) {
      if (fits) fits = add(cutTerm(folded, start, end), most);
    },
  });
  return fits;
}

const isIndexed = (text: string, start: number, end: number) =>
  end - start > 1 || text.charCodeAt(start) > 0x7f;

/** Every two neighbours of a run of characters; a run of one is that one. */
function eachPair(run: string, visit: (pair: string) => boolean): boolean {
  let before: string | undefined;
  let pairs = 0;
  for (const character of run) {
    if (before !== undefined) {
      pairs += 1;
      if (!visit(before + character)) return false;
    }
    before = character;
  }
  return pairs > 0 || before === undefined || visit(before);
}

/** As much of a token as is indexed; never half a character, which has no UTF-8 form. */
function cutTerm(text: string, start: number, end: number): string {
  if (end - start <= MAX_TERM_LENGTH) return text.slice(start, end);
  const last = text.charCodeAt(start + MAX_TERM_LENGTH - 1);
  const isHalf = last >= 0xd8_00 && last < 0xdc_00;
  return text.slice(start, start + MAX_TERM_LENGTH - (isHalf ? 1 : 0));
}

/** The term of a field and its value, which is compared as a whole and without case. */
export function pairTerm(name: string, value: string): string {
  const pair = `${name}=${fold(value.length > MAX_TERM_LENGTH * 4 ? cutTerm(value, 0, MAX_TERM_LENGTH * 4) : value)}`;
  return cutTerm(pair, 0, pair.length);
}

/** How an attribute is called in a pair: one with the name of an own field gets out of its way. */
export const attributeName = (folded: string) =>
  isOwnField(folded) ? `attributes.${folded}` : folded;

/** The term of an atom or a whole of a query; `undefined` for one that is not indexed. */
export function wordTerm(word: string): string | undefined {
  return isIndexed(word, 0, word.length) ? cutTerm(word, 0, word.length) : undefined;
}

/** The terms that a log with these neighbouring atoms has for certain. */
export function phraseTerms(text: string): string[] {
  const terms = new Set<string>();
  scan(text, {
    atom(start, end) {
      if (isIndexed(text, start, end)) terms.add(cutTerm(text, start, end));
    },
    run(start, end) {
      eachPair(text.slice(start, end), (pair) => {
        // A run of one in a query may be part of a longer one in a log.
        if (Array.from(pair).length === 2) terms.add(pair);
        return true;
      });
    },
    // What is a whole here may be part of a larger one in a log.
    whole() {},
  });
  return [...terms];
}
