import type { Scalar } from './fields.js';
import { encodedId } from '../contract/document-id.js';
import { fold } from './fold.js';
import {
  joined,
  joinedOpen,
  joinTokens,
  LogView,
  type SearchableLog,
  type TokenText,
} from './log-view.js';
import { compare, readNumber } from './parse-query.js';
import type { Field, FieldTest, Query, Words } from './query.js';
import { attributeName } from './terms.js';

/** Whether a log matches a query. */
export type Matches = (log: LogView) => boolean;

/** Compiles a query to be matched against many logs. */
export function compileQuery(query: Query): Matches {
  switch (query.kind) {
    case 'all':
      return () => true;
    case 'words': {
      const find = finderOf(query.words);
      return ({ all }) => find(all);
    }
    case 'severity': {
      const among = new Set<string | undefined>(query.among);
      return ({ log }) => among.has(log.severity);
    }
    case 'field':
      return compileField(query.field, query.test);
    case 'not': {
      const part = compileQuery(query.query);
      return (log) => !part(log);
    }
    case 'and':
    case 'or':
  }
  const parts = query.queries.map(compileQuery);
  return query.kind === 'and'
    ? (log) => parts.every((part) => part(log))
    : (log) => parts.some((part) => part(log));
}

export function matches(query: Query, log: SearchableLog): boolean {
  return compileQuery(query)(new LogView(log));
}

/** Returns a function that finds words among the tokens of a text. */
function finderOf(words: Words): (text: TokenText) => boolean {
  if (words.kind === 'whole') {
    const wanted = joined([words.word]);
    return ({ wholes }) => wholes.includes(wanted);
  }
  const wanted =
    words.kind === 'atom'
      ? joined([words.word])
      : words.kind === 'phrase'
        ? joined(words.atoms)
        : joinedOpen(words.atoms);
  return ({ atoms }) => atoms.includes(wanted);
}

function compileField(field: Field, sent: FieldTest): Matches {
  const test = compileTest(sent);
  if ('own' in field) {
    const { own } = field;
    if (own === 'trace') return (view) => view.values('trace').some(test);
    if (own === 'log_id') {
      const encoded = sent.kind === 'equals' ? encodedId(sent.value) : undefined;
      return ({ log }) => log.log_id === encoded || idsOf(log).some(test);
    }
    const name = own === 'text' ? 'modified_data' : own;
    return ({ log }) => test(log[name]);
  }
  const names = field.attribute.map(attributeName);
  if (sent.kind === 'exists') return (view) => names.some((name) => view.has(name));
  return (view) => names.some((name) => view.values(name).some(test));
}

/** The document's id and, if that had to differ from the client's id, the client's too. */
function idsOf({ log_id, attributes }: SearchableLog): Scalar[] {
  const sent = attributes?.['log_id'];
  return typeof sent === 'string' || typeof sent === 'number' ? [log_id, sent] : [log_id];
}

function compileTest(test: FieldTest): (value: Scalar) => boolean {
  switch (test.kind) {
    case 'exists':
      return () => true;
    case 'equals':
      return (value) =>
        fold(String(value)) === test.folded || (test.number !== undefined && value === test.number);
    case 'begins':
      return (value) => fold(String(value)).startsWith(test.folded);
    case 'has': {
      const find = finderOf(test.words);
      return (value) => find(joinTokens([String(value)]));
    }
    case 'compare':
  }
  const { than, number: bound } = test;
  return (value) => {
    const number = typeof value === 'string' ? readNumber(value) : value;
    return typeof number === 'number' && compare(number, than, bound);
  };
}
