/** A token of a query, with its position in UTF-16 units. */
export type Token = { at: number; end: number } & (
  | { kind: '(' | ')' | 'and' | 'or' | 'not' | 'minus' | 'end' }
  | { kind: 'word'; text: string }
  | { kind: 'quoted'; text: string }
  /** `name=`, `name:`, `name>=` …; the value to compare with follows. */
  | { kind: 'field'; name: string; operator: Operator }
);

export const OPERATORS = ['!=', '>=', '<=', '=', ':', '>', '<'] as const;

export type Operator = (typeof OPERATORS)[number];

/** A position at which no token can begin or end. */
export class LexError extends Error {
  readonly at: number;
  readonly expected: string;

  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

const SPACE = /\s/u;
/** A name begins with a letter or `_`, so `10:30` and `-5` are not names. */
const NAME = /[\p{L}_@][^\s()"=:<>!]*/uy;
const KEYWORDS = new Map<string, 'and' | 'or' | 'not'>([
  ['AND', 'and'],
  ['OR', 'or'],
  ['NOT', 'not'],
]);

/** Splits a query into tokens, the last of which is its end. Throws {@link LexError}. */
export function* lex(text: string): Generator<Token> {
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (SPACE.test(character)) {
      at += 1;
      continue;
    }
    const token = nextToken(text, at, character);
    yield token;
    at = token.end;
    if (token.kind !== 'field') continue;
    // Whatever follows an operator is a value.
    const value = valueToken(text, at, token);
    yield value;
    at = value.end;
  }
  yield { kind: 'end', at, end: at };
}

function nextToken(text: string, at: number, character: string): Token {
  if (character === '(' || character === ')') return { kind: character, at, end: at + 1 };
  if (character === '"') return quoted(text, at, quotedField(text, at));
  if (character === '-' && at + 1 < text.length && !SPACE.test(text.charAt(at + 1))) {
    return { kind: 'minus', at, end: at + 1 };
  }
  const field = fieldAt(text, at);
  if (field !== undefined) return field;
  const end = wordEnd(text, at);
  const word = text.slice(at, end);
  const keyword = KEYWORDS.get(word);
  if (keyword !== undefined) return { kind: keyword, at, end };
  return { kind: 'word', text: word, at, end };
}

function fieldAt(text: string, at: number): Token | undefined {
  NAME.lastIndex = at;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  return operatorAt(text, at, at + name.length, name);
}

function operatorAt(text: string, at: number, after: number, name: string): Token | undefined {
  const operator = OPERATORS.find((candidate) => text.startsWith(candidate, after));
  if (operator === undefined) return undefined;
  const end = after + operator.length;
  // A URL (http://…) is a word.
  if (operator === ':' && text.startsWith('//', end)) return undefined;
  return { kind: 'field', name, operator, at, end };
}

function valueToken(text: string, at: number, field: Token & { kind: 'field' }): Token {
  if (text.charAt(at) === '"') return quoted(text, at);
  const end = wordEnd(text, at);
  if (end === at) {
    throw new LexError(
      at,
      `a value right after ${field.operator}, in quotes if it has spaces or brackets`,
    );
  }
  return { kind: 'word', text: text.slice(at, end), at, end };
}

/** Where a word ends: brackets and quotes are never part of one. */
function wordEnd(text: string, at: number): number {
  let end = at;
  while (end < text.length && !/[\s()"]/u.test(text.charAt(end))) end += 1;
  return end;
}

/** Quoted text; `\"` and `\\` stand for their second character. */
function quoted(text: string, at: number, instead?: Token): Token {
  if (instead !== undefined) return instead;
  let content = '';
  for (let end = at + 1; end < text.length; end++) {
    const character = text.charAt(end);
    if (character === '"') return { kind: 'quoted', text: content, at, end: end + 1 };
    const next = text.charAt(end + 1);
    if (character === '\\' && (next === '"' || next === '\\')) {
      content += next;
      end += 1;
    } else content += character;
  }
  throw new LexError(text.length, `the closing quote for the one at ${at + 1}`);
}

/** A field with a quoted name, for names with spaces or operators: `"a b"=1`. */
function quotedField(text: string, at: number): Token | undefined {
  const name = quoted(text, at);
  if (name.kind !== 'quoted' || name.text === '') return undefined;
  return operatorAt(text, at, name.end, name.text);
}
