import type { Attributes } from '../contract/attributes.js';
import type { SearchMode } from '../contract/reader-settings.js';
import type { Severity } from '../contract/severity-names.js';
import { MAX_PAIR_TERMS, MAX_TERM_LENGTH, MAX_TERMS } from '../limits.js';
import { isOwnField, traceIn, visitScalars } from './fields.js';
import { fold } from './fold.js';
import { scan, type TokenSink } from './tokens.js';

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
  const terms = new Terms(room);
  const { attributes } = log;
  if (log.severity !== undefined) terms.addPair('severity', log.severity);
  terms.addPair('source', log.source);
  if (attributes !== undefined) {
    visitScalars(attributes, (path, value) => {
      const name = fold(path);
      const trace = traceIn(name, value);
      if (trace !== undefined) terms.addPair('trace', trace);
      return terms.addPair(attributeName(name), String(value));
    });
  }
  if (mode === 'full') {
    terms.addWords(log.modified_data);
    if (attributes !== undefined) {
      visitScalars(attributes, (_path, value) =>
        typeof value === 'string' || typeof value === 'number'
          ? terms.addWords(String(value))
          : undefined,
      );
    }
  }
  return terms.finish();
}

/**
 * The terms of one log as they are found. A class, and its own sink of tokens: closures for each text
 * of a log took as long as all else.
 */
class Terms implements TokenSink {
  private readonly terms = new Set<string>();
  private readonly left: number;
  private bytes = 0;
  private cut = false;
  /** What is taken apart now, folded, and whether there is room for more of it. */
  private text = '';
  private fits = true;

  constructor(room: number) {
    this.left = room - CUT_TERM.length - 1;
  }

  addPair(name: string, value: string): boolean {
    return this.add(pairTerm(name, value), MAX_PAIR_TERMS);
  }

  /** False once there is no more room. */
  addWords(text: string): boolean {
    this.text = fold(text);
    this.fits = true;
    scan(this.text, this);
    return this.fits;
  }

  atom(start: number, end: number): void {
    // A long text goes on to be scanned for nothing, but linearly.
    if (this.fits && isIndexed(this.text, start, end)) this.addWord(cutTerm(this.text, start, end));
  }

  run(start: number, end: number): void {
    if (this.fits) eachPair(this.text.slice(start, end), (pair) => this.addWord(pair));
  }

  whole(start: number, end: number): void {
    if (this.fits) this.addWord(cutTerm(this.text, start, end));
  }

  finish(): { terms: string[]; bytes: number } {
    const { terms, bytes } = this;
    if (!this.cut) return { terms: [...terms], bytes };
    return { terms: [...terms, CUT_TERM], bytes: bytes + CUT_TERM.length + 1 };
  }

  private addWord(term: string): boolean {
    return (this.fits = this.add(term, MAX_TERMS - 1));
  }

  /** False where there is no more room for it. */
  private add(term: string, most: number): boolean {
    const { terms } = this;
    const before = terms.size;
    // One look at the set: for most logs this is the greater part of the work.
    if (terms.add(term).size === before) return true;
    // A string takes a byte more than its UTF-8 form, which has at most 3 bytes a unit.
    const bytes = 3 * term.length + 1;
    if (before < most && this.bytes + bytes <= this.left) {
      this.bytes += bytes;
      return true;
    }
    terms.delete(term);
    this.cut = true;
    return false;
  }
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
