import { SEVERITIES, SEVERITY_BY_NAME, type Severity } from '../contract/severity-names.js';
import {
  MAX_NUMBER_LENGTH,
  MAX_QUERY_DEPTH,
  MAX_QUERY_LENGTH,
  MAX_QUERY_PARTS,
} from '../limits.js';
import { isOwnField, SEVERITY_NAMES, TEXT_NAMES, TIME_NAMES } from './fields.js';
import { fold } from './fold.js';
import { lex, LexError, type Operator, type Token } from './lexer.js';
import type { Comparison, Field, FieldTest, Query } from './query.js';
import { readWords } from './words.js';

/** Why a text is not a valid query, in words for a person. */
export interface QueryError {
  /** The position, in UTF-16 units from the beginning. */
  at: number;
  /** What was expected there. */
  expected: string;
}

export type Parsed = { ok: true; query: Query } | { ok: false; error: QueryError };

/**
 * Reads a query:
 *
 * - `timeout refused` both words, in any case and order; `AND` between them is optional
 * - `timeout OR refused`, `NOT health`, `-health`, `( … )`; NOT binds closest, then AND, then OR
 * - `"connection refused"` these words in this order; `conn*` a word with this prefix
 * - `service=shop` a field with this value, `service!=shop`, `service=sh*`, `service=*` with any
 * - `path:checkout` a field that contains the word; `path:"a b"`; `path:(cart OR checkout)`
 * - `severity>=WARNING`, `duration_ms<250`, `>`, `<=`
 * - as elsewhere: `!health`, `&&`, `||`, `status:>=500`, `'a b'` as a value, `*` for everything
 *
 * Own fields are `severity`, `source`, `log_id`, `text` and `trace`; every other name is a path in
 * the attributes (`http.status`), optionally after `attributes.`. Never throws, and runs in time
 * linear in the length of the text, which is bounded.
 */
export function parseQuery(text: string): Parsed {
  if (text.length > MAX_QUERY_LENGTH) {
    const expected = `at most ${MAX_QUERY_LENGTH} characters, and there are ${text.length}`;
    return { ok: false, error: { at: MAX_QUERY_LENGTH, expected } };
  }
  try {
    return { ok: true, query: new Parser(lex(text)).parse() };
  } catch (error) {
    if (!(error instanceof LexError)) throw error;
    return { ok: false, error: { at: error.at, expected: error.expected } };
  }
}

/** One line for a person: `At character 9, expected a value …`. */
export function describeQueryError({ at, expected }: QueryError): string {
  return `At character ${at + 1}, expected ${expected}.`;
}

class Parser {
  #token: Token;
  #parts = 0;
  #depth = 0;
  /** The field before the brackets that are being read. */
  #field: FieldToken | undefined;

  private readonly tokens: Iterator<Token, unknown>;

  constructor(tokens: Iterator<Token, unknown>) {
    this.tokens = tokens;
    this.#token = this.#next();
  }

  parse(): Query {
    if (this.#isAt('end')) return { kind: 'all' };
    const query = this.#or();
    // `#or` stops at the first token that it cannot use.
    if (!this.#isAt('end')) throw this.#expected('an opening bracket before this one');
    return query;
  }

  #or(): Query {
    const queries = [this.#and()];
    while (this.#isAt('or')) {
      this.#advance();
      queries.push(this.#and());
    }
    return join('or', queries);
  }

  #and(): Query {
    const queries = [this.#unary()];
    for (;;) {
      if (this.#isAt('and')) this.#advance();
      else if (this.#isAt('or', ')', 'end')) return join('and', queries);
      queries.push(this.#unary());
    }
  }

  #unary(): Query {
    const { kind } = this.#token;
    if (kind !== 'not' && kind !== 'minus') return this.#primary();
    return this.#nested(() => ({ kind: 'not', query: this.#unary() }));
  }

  #primary(): Query {
    const token = this.#token;
    if (token.kind === '(') {
      const query = this.#nested(() => this.#or());
      if (!this.#isAt(')')) {
        throw this.#expected(`the closing bracket for the one at ${token.at + 1}`);
      }
      this.#advance();
      return query;
    }
    if (token.kind === 'word' || token.kind === 'quoted') {
      this.#advance();
      if (this.#field !== undefined) return readField(this.#field, token);
      if (token.kind === 'word' && token.text === '*') return { kind: 'all' };
      return { kind: 'words', words: wordsOf(token) };
    }
    if (token.kind === 'field') {
      if (this.#field !== undefined) throw this.#expected('only values in these brackets');
      this.#advance();
      const value = this.#token;
      if (value.kind === '(') return this.#values(token);
      if (value.kind !== 'word' && value.kind !== 'quoted') throw this.#expected('a value');
      this.#advance();
      return readField(token, value);
    }
    throw this.#expected('a word, a field such as service=shop, or an opening bracket');
  }

  /** `service!=(shop OR cart)` is none of them. */
  #values(field: FieldToken): Query {
    this.#field = field.operator === '!=' ? { ...field, operator: '=' } : field;
    const query = this.#primary();
    this.#field = undefined;
    return negate(field.operator, query);
  }

  #nested(read: () => Query): Query {
    this.#depth += 1;
    if (this.#depth > MAX_QUERY_DEPTH) {
      throw this.#expected(`at most ${MAX_QUERY_DEPTH} nested brackets and negations`);
    }
    this.#advance();
    const query = read();
    this.#depth -= 1;
    return query;
  }

  #isAt(...kinds: Token['kind'][]): boolean {
    return kinds.includes(this.#token.kind);
  }

  #advance(): void {
    this.#parts += 1;
    if (this.#parts > MAX_QUERY_PARTS) {
      throw this.#expected(`the end: a query has at most ${MAX_QUERY_PARTS} words and operators`);
    }
    this.#token = this.#next();
  }

  #next(): Token {
    const { value, done } = this.tokens.next();
    // The end is itself a token, and nobody reads past it.
    if (done === true) throw new Error('asked behind the end of a query');
    return value;
  }

  #expected(what: string): LexError {
    return new LexError(this.#token.at, what);
  }
}

function join(kind: 'and' | 'or', queries: Query[]): Query {
  const [only] = queries;
  return queries.length === 1 && only !== undefined ? only : { kind, queries };
}

type Value = Token & { kind: 'word' | 'quoted' };
type FieldToken = Token & { kind: 'field' };

function wordsOf(token: Value) {
  checkStar(token);
  const words = readWords(token.text, token.kind === 'quoted');
  if (words !== undefined) return words;
  throw new LexError(token.at, 'a word with a letter or digit, with at most a star at its end');
}

/** A star anywhere else would find nothing, or something else. */
function checkStar({ kind, text, at }: Value): void {
  const star = kind === 'quoted' ? -1 : text.indexOf('*');
  if (star === -1 || star === text.length - 1) return;
  throw new LexError(at + star, 'a star only at the end of a word, or else quotes around it');
}

function readField(named: FieldToken, value: Value): Query {
  const { name, operator } = named;
  const folded = fold(name);
  const isSeverity = folded === 'severity';
  const severity =
    isSeverity || SEVERITY_NAMES.has(folded) ? readSeverities(operator, value) : undefined;
  const isCompared = operator !== ':' && operator !== '=' && operator !== '!=';
  if (severity !== undefined && (isSeverity || isCompared)) return negate(operator, severity);
  const test = readTest(named, value);
  const query = (field: Field): Query => ({ kind: 'field', field, test });
  if (isOwnField(folded) && folded !== 'severity') {
    return negate(operator, query({ own: folded }));
  }
  const any = [query({ attribute: pathsOf(folded) })];
  if (TEXT_NAMES.has(folded)) any.unshift(query({ own: 'text' }));
  if (severity !== undefined) any.unshift(severity);
  return negate(operator, join('or', any));
}

const negate = (operator: Operator, query: Query): Query =>
  operator === '!=' ? { kind: 'not', query } : query;

/**
 * A path beginning with `attributes.` may mean the path after it, or an attribute of that name. So
 * may one beginning with `@`, which is how Datadog names attributes.
 */
function pathsOf(folded: string): string[] {
  for (const prefix of ['attributes.', '@']) {
    if (folded.startsWith(prefix) && folded.length > prefix.length) {
      return [folded.slice(prefix.length), folded];
    }
  }
  return [folded];
}

function readTest({ name, operator }: FieldToken, token: Value): FieldTest {
  const { text } = token;
  const isQuoted = token.kind === 'quoted';
  if (operator === ':' || operator === '=' || operator === '!=') {
    if (!isQuoted && text === '*') return { kind: 'exists' };
    if (operator === ':') return { kind: 'has', words: wordsOf(token) };
    checkStar(token);
    if (!isQuoted && text.endsWith('*')) return { kind: 'begins', folded: fold(text.slice(0, -1)) };
    const equals = { kind: 'equals', value: text, folded: fold(text) } as const;
    const number = isQuoted ? undefined : readNumber(text);
    // The number that a client sent as 1.50 is stored as 1.5.
    return number === undefined || !Number.isFinite(number) || String(number) === text
      ? equals
      : { ...equals, number };
  }
  const number = readNumber(text);
  if (number === undefined) throw new LexError(token.at, expectedAfter(name, operator));
  return { kind: 'compare', than: operator, number };
}

function expectedAfter(name: string, operator: Operator): string {
  const folded = fold(name);
  const number = `a number after ${operator}`;
  if (folded === 'severity') return SEVERITY_LIST;
  if (SEVERITY_NAMES.has(folded)) return `${number}, or ${SEVERITY_LIST}`;
  return TIME_NAMES.has(folded) ? `${number}; choose the time range outside the query` : number;
}

const SEVERITY_LIST = `one of ${SEVERITIES.join(', ')}`;

/** Reads a number of a query or of a log; a longer text is not a number. */
export function readNumber(text: string): number | undefined {
  if (text.length > MAX_NUMBER_LENGTH) return undefined;
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

/** `undefined` if the value is not a severity: then an attribute of this name is meant. */
function readSeverities(operator: Operator, token: Value): Query | undefined {
  if (operator !== '>=' && operator !== '>' && operator !== '<' && operator !== '<=') {
    if (token.kind === 'word' && token.text === '*') {
      return { kind: 'severity', among: SEVERITIES };
    }
    const severity = SEVERITY_BY_NAME.get(token.text.toUpperCase());
    return severity && { kind: 'severity', among: [severity] };
  }
  const severity = SEVERITY_BY_NAME.get(token.text.toUpperCase());
  return severity && { kind: 'severity', among: severitiesBy(operator, severity) };
}

function severitiesBy(than: Comparison, severity: Severity): Severity[] {
  const rank = SEVERITIES.indexOf(severity);
  return SEVERITIES.filter((_, at) => compare(at, than, rank));
}

export function compare(a: number, than: Comparison, b: number): boolean {
  if (than === '<') return a < b;
  if (than === '<=') return a <= b;
  return than === '>' ? a > b : a >= b;
}
