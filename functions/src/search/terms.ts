import type { Attributes } from '../contract/attributes.js';
import type { SearchMode } from '../contract/reader-settings.js';
import type { Severity } from '../contract/severity-names.js';
import { MAX_PAIR_TERMS, MAX_TERM_LENGTH, MAX_TERMS } from '../limits.js';
import { isOwnField, traceIn, visitScalars } from './fields.js';
import { fold } from './fold.js';
import { TermSet } from './term-set.js';
import { scan, type TokenSink } from './tokens.js';

/** A log as it is stored: redacted. Nothing else ever gets into the terms. */
export interface RedactedLog {
  modified_data: string;
  attributes?: Attributes;
  severity?: Severity;
  source: string;
}

/** Marks a log that has more terms than are allowed. No pair has an empty name. */
export const CUT_TERM = '=cut';

/**
 * The terms by which a log is found, without duplicates: first the `name=value` pairs, then the
 * words of its text and of its attributes' values in order, both wholes and atoms, and pairs of
 * neighbouring characters in scripts without spaces, also across what separates them. At most
 * {@link MAX_TERMS}, including {@link CUT_TERM}. A word of one ASCII character is not a term: nearly
 * every log has it.
 */
export function termsOf(log: RedactedLog, mode: SearchMode): string[] {
  return collectTerms(log, mode).terms;
}

/** A log's terms, and what storing them takes. */
export interface Collected {
  terms: string[];
  /** The most space that they take in a document. */
  bytes: number;
  /** Whether JSON certainly needs no escapes for them. */
  isPlain: boolean;
}

/** The same, in no more space than `room`. */
export function collectTerms(log: RedactedLog, mode: SearchMode, room = Infinity): Collected {
  if (mode === 'off') return { terms: [], bytes: 0, isPlain: true };
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
 * Collects the terms of one log. A class that is its own token sink: closures for each text of a
 * log took as long as everything else.
 */
class Terms implements TokenSink {
  private readonly found = new TermSet();
  private readonly left: number;
  private bytes = 0;
  private cut = false;
  private isPlain = true;
  /** The text being taken apart, folded, and whether there is room for more of it. */
  private text = '';
  private fits = true;
  /** The last character of a run, if no atom has followed it. */
  private runEnd = '';

  constructor(room: number) {
    this.left = room - CUT_TERM.length - 1;
  }

  addPair(name: string, value: string): boolean {
    const pair = pairTerm(name, value);
    this.isPlain &&= !NOT_PLAIN.test(pair);
    return this.add(pair, 0, pair.length, MAX_PAIR_TERMS);
  }

  /** False if there is no more room. */
  addWords(text: string): boolean {
    this.text = fold(text);
    // The only joint that JSON escapes; the other characters of a word are letters and digits.
    this.isPlain &&= !this.text.includes('\\');
    this.fits = true;
    this.runEnd = '';
    scan(this.text, this);
    return this.fits;
  }

  atom(start: number, end: number): void {
    this.runEnd = '';
    // The rest of a long text is still scanned, in linear time, without effect.
    if (this.fits && isIndexed(this.text, start, end)) {
      this.addWord(this.text, start, cutEnd(this.text, start, end));
    }
  }

  run(start: number, end: number): void {
    if (!this.fits) return;
    const run = this.text.slice(start, end);
    eachPair(run, (pair) => this.addWord(pair, 0, pair.length));
    // A word may be broken across lines: its characters are neighbours whatever is between them.
    const first = String.fromCodePoint(run.codePointAt(0) ?? 0);
    const pair = this.runEnd + first;
    if (this.runEnd !== '' && this.fits) this.addWord(pair, 0, pair.length);
    this.runEnd = lastCharacter(run);
  }

  whole(start: number, end: number): void {
    if (this.fits) this.addWord(this.text, start, cutEnd(this.text, start, end));
  }

  finish(): Collected {
    const { bytes, isPlain } = this;
    const { terms } = this.found;
    if (!this.cut) return { terms, bytes, isPlain };
    terms.push(CUT_TERM);
    return { terms, bytes: bytes + CUT_TERM.length + 1, isPlain };
  }

  private addWord(text: string, start: number, end: number): boolean {
    return (this.fits = this.add(text, start, end, MAX_TERMS - 1));
  }

  /** False if there is no room for it. */
  private add(text: string, start: number, end: number, most: number): boolean {
    const { found } = this;
    if (found.has(text, start, end)) return true;
    // A string takes one byte more than its UTF-8 form, which has at most 3 bytes per unit.
    const bytes = 3 * (end - start) + 1;
    if (found.terms.length < most && this.bytes + bytes <= this.left) {
      this.bytes += bytes;
      found.add(text, start, end);
      return true;
    }
    this.cut = true;
    return false;
  }
}

/** What JSON may escape. */
const NOT_PLAIN = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

const isIndexed = (text: string, start: number, end: number) =>
  end - start > 1 || text.charCodeAt(start) > 0x7f;

/** The last character, which may be a surrogate pair. */
function lastCharacter(run: string): string {
  const last = run.charCodeAt(run.length - 1);
  return run.slice(last >= 0xdc_00 && last < 0xe0_00 ? -2 : -1);
}

/** Every pair of neighbouring characters in a run; a run of one yields that character. */
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

/** The indexed part of a token. */
const cutTerm = (text: string, start: number, end: number) =>
  text.slice(start, cutEnd(text, start, end));

/** Where it ends; never cuts a surrogate pair, half of which has no UTF-8 form. */
function cutEnd(text: string, start: number, end: number): number {
  if (end - start <= MAX_TERM_LENGTH) return end;
  const last = text.charCodeAt(start + MAX_TERM_LENGTH - 1);
  const isHalf = last >= 0xd8_00 && last < 0xdc_00;
  return start + MAX_TERM_LENGTH - (isHalf ? 1 : 0);
}

/** The term for a field and its value, which is compared as a whole, ignoring case. */
export function pairTerm(name: string, value: string): string {
  const pair = `${name}=${fold(value.length > MAX_TERM_LENGTH * 4 ? cutTerm(value, 0, MAX_TERM_LENGTH * 4) : value)}`;
  return cutTerm(pair, 0, pair.length);
}

/** An attribute's name in a pair; one that is named like an own field gets a different name. */
export const attributeName = (folded: string) =>
  isOwnField(folded) ? `attributes.${folded}` : folded;

/** The term for an atom or a whole of a query; `undefined` if it is not indexed. */
export function wordTerm(word: string): string | undefined {
  return isIndexed(word, 0, word.length) ? cutTerm(word, 0, word.length) : undefined;
}

/** The terms that every log with these neighbouring atoms has. */
export function phraseTerms(text: string): string[] {
  const terms = new Set<string>();
  scan(text, {
    atom(start, end) {
      if (isIndexed(text, start, end)) terms.add(cutTerm(text, start, end));
    },
    run(start, end) {
      eachPair(text.slice(start, end), (pair) => {
        // A run of one in a query may be part of a longer run in a log.
        if (Array.from(pair).length === 2) terms.add(pair);
        return true;
      });
    },
    // A whole in a query may be part of a larger one in a log.
    whole() {},
  });
  return [...terms];
}
