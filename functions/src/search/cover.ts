import type { SearchMode } from '../contract/reader-settings.js';
import { SEVERITIES, type Severity } from '../contract/severity-names.js';
import { MAX_TERM_LENGTH } from '../limits.js';
import type { Field, FieldTest, Query, Words } from './query.js';
import { attributeName, pairTerm, phraseTerms, wordTerm } from './terms.js';
import { tokensOf } from './tokens.js';

/**
 * Conditions of which every log that matches a query meets at least one: Firestore can be asked for
 * these, and the rest is checked on the results. `exact`: the logs that meet them are the query's
 * results, so there is no rest.
 */
export type Cover =
  /** Has one of these terms. */
  | { kind: 'terms'; terms: readonly string[]; exact: boolean }
  | { kind: 'severities'; severities: readonly Severity[]; exact: boolean }
  | { kind: 'source'; source: string; exact: boolean }
  /** One document. */
  | { kind: 'id'; logId: string };

/** All covers of a query that the tenant's terms allow; none if every log has to be examined. */
export function coversOf(query: Query, mode: SearchMode): Cover[] {
  switch (query.kind) {
    case 'all':
    case 'not':
      return [];
    case 'words':
      return wordCovers(query.words, mode, true);
    case 'severity':
      return [{ kind: 'severities', severities: query.among, exact: true }];
    case 'field':
      return fieldCovers(query.field, query.test, mode);
    case 'and':
      return query.queries.flatMap((part) => coversOf(part, mode)).map(inexact);
    case 'or':
  }
  return orCovers(query.queries, mode);
}

const inexact = (cover: Cover): Cover =>
  cover.kind === 'id' ? cover : Object.assign(cover, { exact: false });

function wordCovers(words: Words, mode: SearchMode, isExact: boolean): Cover[] {
  if (mode !== 'full') return [];
  if (words.kind === 'atom' || words.kind === 'whole') {
    // In a script without spaces, a character is indexed only together with its neighbour.
    const term = words.kind === 'atom' ? phraseTerms(words.word)[0] : wordTerm(words.word);
    if (term === undefined) return [];
    const exact = isExact && term === words.word && isUncut(term);
    return [{ kind: 'terms', terms: [term], exact }];
  }
  return phraseTerms(words.text).map((term) => ({ kind: 'terms', terms: [term], exact: false }));
}

function fieldCovers(field: Field, test: FieldTest, mode: SearchMode): Cover[] {
  if ('own' in field && test.kind === 'equals') {
    if (field.own === 'log_id') return [{ kind: 'id', logId: test.value }];
    // As written: Firestore compares case-sensitively.
    if (field.own === 'source' && mode === 'off') {
      return [{ kind: 'source', source: test.folded, exact: true }];
    }
  }
  if (mode === 'off') return [];
  if (test.kind === 'has') {
    if ('own' in field) return field.own === 'text' ? wordCovers(test.words, mode, false) : [];
    return wordCovers(test.words, mode, false).map((cover) => withPairs(cover, field, test.words));
  }
  if (test.kind !== 'equals') return [];
  if ('own' in field && field.own === 'text') {
    const { folded: text } = test;
    return wordCovers({ kind: 'phrase', atoms: tokensOf(text).atoms, text }, mode, false);
  }
  const names = 'own' in field ? [field.own] : field.attribute.map(attributeName);
  const values = test.number === undefined ? [test.value] : [test.value, String(test.number)];
  const terms = [...new Set(names.flatMap((name) => values.map((value) => pairTerm(name, value))))];
  // A single `=` separates the name from the value.
  const exact =
    values.length === 1 && terms.every((term) => isUncut(term) && term.split('=').length === 2);
  return [{ kind: 'terms', terms, exact }];
}

/** A term of maximum length may be the beginning of another word. */
const isUncut = (term: string) => term.length < MAX_TERM_LENGTH;

/** JSON's keywords are not indexed as words; a field with such a value has its pair. */
const JSON_WORDS = new Set(['true', 'false', 'null']);

function withPairs(cover: Cover, { attribute }: { attribute: readonly string[] }, words: Words) {
  if (cover.kind !== 'terms' || words.kind !== 'atom' || !JSON_WORDS.has(words.word)) return cover;
  const pairs = attribute.map((name) => pairTerm(attributeName(name), words.word));
  return { ...cover, terms: [...cover.terms, ...pairs] };
}

/** The terms of one part or the other: every part must have some. */
function orCovers(queries: readonly Query[], mode: SearchMode): Cover[] {
  const parts = queries.map((part) => coversOf(part, mode));
  const severities = parts.map((covers) => covers.find((cover) => cover.kind === 'severities'));
  if (severities.every((cover) => cover !== undefined)) {
    const any = new Set(severities.flatMap((cover) => cover.severities));
    return [
      {
        kind: 'severities',
        severities: SEVERITIES.filter((severity) => any.has(severity)),
        exact: severities.every(({ exact }) => exact),
      },
    ];
  }
  const terms = parts.map(
    (covers, at) => rarest(covers.filter(isTerms)) ?? severityTerms(severities[at], mode),
  );
  if (!terms.every((cover) => cover !== undefined)) return [];
  const all = new Set(terms.flatMap((cover) => cover.terms));
  return [{ kind: 'terms', terms: [...all], exact: terms.every(({ exact }) => exact) }];
}

/** Severities beside terms: they have terms too. */
function severityTerms(cover: Cover | undefined, mode: SearchMode): TermCover | undefined {
  if (cover?.kind !== 'severities' || mode === 'off') return undefined;
  const terms = cover.severities.map((severity) => pairTerm('severity', severity));
  return { kind: 'terms', terms, exact: cover.exact };
}

export type TermCover = Extract<Cover, { kind: 'terms' }>;

const isTerms = (cover: Cover): cover is TermCover => cover.kind === 'terms';

/** Covers by terms, likely rarest first. */
export function byRarity(covers: readonly Cover[]): TermCover[] {
  return covers.filter(isTerms).toSorted((a, b) => commonness(a) - commonness(b));
}

const rarest = (covers: readonly TermCover[]) => byRarity(covers)[0];

const commonness = ({ terms }: TermCover) => terms.reduce((sum, term) => sum + termWeight(term), 0);

/** Words that a log is likely to contain. */
const COMMON = new Set(
  'a an and are as at be by for from has in is it no not of on or that the this to was with get post http https error info warn warning debug request response status user id time ms message failed null true false redacted'.split(
    ' ',
  ),
);

/** Names of pairs that have few different values. */
const COARSE = /^(?:severity|source|level|env|environment|host|region|service|version)=/;

/** Estimates how many logs have a term, without counting: the smaller, the rarer. */
export function termWeight(term: string): number {
  if (COMMON.has(term)) return 1000;
  if (COARSE.test(term)) return 300;
  const length = Math.min(term.length, 40);
  const hasDigit = /\p{N}/u.test(term) ? 2 : 1;
  // A pair is at least as rare as its value.
  const hasJoint = /[^\p{L}\p{N}\p{M}]/u.test(term) ? 2 : 1;
  return 200 / (length * hasDigit * hasJoint);
}
