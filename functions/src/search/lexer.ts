/** A token of a query, with its position in UTF-16 units. */
export type Token = { at: number; end: number } & (
  | { kind: '(' | ')' | 'and' | 'or' | 'not' | 'minus' | 'end' }
  | { kind: 'word'; text: string }
  | { kind: 'quoted'; text: string }
  /** `name=`, `name:`, `name>=` …; the value to compare with follows, or values in brackets. */
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
const NAME = /[\p{L}_@][^\s()"“”„=:<>!]*/uy;
const KEYWORDS = new Map<string, 'and' | 'or' | 'not'>([
  ['AND', 'and'],
  ['&&', 'and'],
  ['OR', 'or'],
  ['||', 'or'],
  ['NOT', 'not'],
]);

/** Phones and word processors turn straight quotes into the others. */
const QUOTES = '"“”„';
/** An operator after a space: `status >= 500`, `status >=500`. */
const STRAY_OPERATOR = /^(?:[!<>]=|==?(?!>)|[<>](?=[-.\d])|[:<>]$)/;
/** Lucene’s range, as Kibana and Datadog have it: `[500 TO 599]`. */
const RANGE = /[[{]\S+ TO \S+[\]}]/y;

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
    // Values in brackets, `service=(shop OR cart)`, are read like any other words.
    if (value === undefined) continue;
    yield value;
    at = value.end;
  }
  yield { kind: 'end', at, end: at };
}

function nextToken(text: string, at: number, character: string): Token {
  if (character === '(' || character === ')') return { kind: character, at, end: at + 1 };
  if (QUOTES.includes(character)) return quotedField(text, at) ?? quoted(text, at);
  if (/^[-!][^\s=]/u.test(text.slice(at, at + 2))) return { kind: 'minus', at, end: at + 1 };
  const keyword = keywordAt(text, at);
  if (keyword !== undefined) return keyword;
  const field = fieldAt(text, at);
  if (field !== undefined) return field;
  const end = wordEnd(text, at);
  const word = text.slice(at, end);
  if (STRAY_OPERATOR.test(word) && SPACE.test(text.charAt(at - 1))) {
    throw new LexError(at, 'a field, its operator and its value without spaces: service=shop');
  }
  return { kind: 'word', text: word, at, end };
}

/** `&&` and `||` need no spaces around them. */
function keywordAt(text: string, at: number): Token | undefined {
  const sign = text.slice(at, at + 2);
  const end = sign === '&&' || sign === '||' ? at + 2 : wordEnd(text, at);
  const keyword = KEYWORDS.get(text.slice(at, end));
  return keyword && { kind: keyword, at, end };
}

function fieldAt(text: string, at: number): Token | undefined {
  NAME.lastIndex = at;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  return operatorAt(text, at, at + name.length, name);
}

function operatorAt(text: string, at: number, after: number, name: string): Token | undefined {
  // Other query languages write `status:>=500`.
  const start = /^:[<>]/.test(text.slice(after, after + 2)) ? after + 1 : after;
  const operator = OPERATORS.find((candidate) => text.startsWith(candidate, start));
  if (operator === undefined) return undefined;
  const end = start + operator.length;
  // A URL (http://…), a qualified name (std::vector) and a path (C:\…) are words.
  const isWord =
    text.startsWith('//', end) ||
    text.startsWith(':', end) ||
    (name.length === 1 && text.startsWith('\\', end));
  if (operator === ':' && isWord) return undefined;
  return { kind: 'field', name, operator, at, end };
}

/** `undefined` for a bracket, which is a token by itself. */
function valueToken(text: string, at: number, field: Token & { kind: 'field' }): Token | undefined {
  const first = text.charAt(at);
  if (first !== '' && QUOTES.includes(first)) return quoted(text, at);
  if (first === '(' && '!=:'.includes(field.operator)) return undefined;
  if (first === "'") {
    const last = text.indexOf("'", at + 1);
    if (last !== -1 && /^(?:[\s()]|$)/u.test(text.slice(last + 1, last + 2))) {
      return { kind: 'quoted', text: text.slice(at + 1, last), at, end: last + 1 };
    }
  }
  RANGE.lastIndex = at;
  if (RANGE.test(text)) throw new LexError(at, 'a range as status>=500 status<600');
  const end = wordEnd(text, at);
  if (end === at) {
    throw new LexError(
      at,
      `a value right after ${field.operator}, in quotes if it has spaces or brackets`,
    );
  }
  return { kind: 'word', text: text.slice(at, end), at, end };
}

/** Where a word ends: brackets, quotes, `&&` and `||` are never part of one. */
function wordEnd(text: string, at: number): number {
  WORD_END.lastIndex = at;
  return WORD_END.exec(text)?.index ?? text.length;
}

const WORD_END = /[\s()"“”„]|&&|\|\|/gu;

/** Quoted text; `\"` and `\\` stand for their second character. */
function quoted(text: string, at: number): Token {
  const isEnd = (character: string) =>
    text.charAt(at) === '"' ? character === '"' : '”“"'.includes(character);
  let content = '';
  for (let end = at + 1; end < text.length; end++) {
    const character = text.charAt(end);
    if (isEnd(character)) return { kind: 'quoted', text: content, at, end: end + 1 };
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
