import { MAX_QUERY_LENGTH } from '../../../functions/src/limits.js';
import { isOwnField } from '../../../functions/src/search/fields.js';
import { fold } from '../../../functions/src/search/fold.js';
import { parseQuery } from '../../../functions/src/search/parse-query.js';

/**
 * Adds a condition to a query; `undefined` if the result would be invalid, for example too long. A
 * condition that is already there is not added again.
 */
export function narrow(query: string | undefined, condition: string): string | undefined {
  const before = query?.trim() ?? '';
  if (before === '') return checked(condition);
  const parsed = parseQuery(before);
  // An invalid query cannot be narrowed: start over with the condition.
  if (!parsed.ok) return checked(condition);
  if (before === condition || before.endsWith(` ${condition}`)) return before;
  const isOr = parsed.query.kind === 'or';
  return checked(isOr ? `(${before}) ${condition}` : `${before} ${condition}`);
}

const checked = (query: string) =>
  query.length <= MAX_QUERY_LENGTH && parseQuery(query).ok ? query : undefined;

/** The condition that an attribute, given by its path with names joined by dots, has a value. */
export function attributeIs(path: string, value: string): string {
  const name = isOwnField(fold(path)) ? `attributes.${path}` : path;
  return `${/^[\p{L}_@][^\s()"“”„=:<>!&|]*$/u.test(name) ? name : quote(name)}=${valueOf(value)}`;
}

/** The condition that one of a log's own fields has a value. */
export function fieldIs(name: 'severity' | 'source' | 'trace' | 'log_id', value: string): string {
  return `${name}=${valueOf(value)}`;
}

/** The condition that a log contains a word. */
export function hasWord(word: string): string {
  return ['AND', 'OR', 'NOT'].includes(word) || /[=:<>!]|^-/u.test(word)
    ? quote(word)
    : valueOf(word);
}

/** In quotes, if anything in it means something in a query. */
const valueOf = (value: string) =>
  value === '' || /[\s()"“”„*]|&&|\|\||^['[{]/u.test(value) ? quote(value) : value;

const quote = (text: string) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
