import type { Scalar } from './fields.js';
import { encodedId } from '../contract/document-id.js';
import { LogView, type SearchableLog } from './log-view.js';
import { compare, readNumber } from './parse-query.js';
import type { Field, FieldTest, Query } from './query.js';
import { attributeName } from './terms.js';
import { WordFinder } from './word-finder.js';

/** Whether a log matches a query. */
export type Matches = (log: LogView) => boolean;

/**
 * Compiles a query to be matched against many logs. Queries with the same finder go through a log's
 * text once for all of them.
 */
export function compileQuery(query: Query, finder = new WordFinder()): Matches {
  switch (query.kind) {
    case 'all':
      return () => true;
    case 'words': {
      const place = finder.add(query.words);
      return (view) => view.has(finder, place);
    }
    case 'severity': {
      const among = new Set<string | undefined>(query.among);
      return ({ log }) => among.has(log.severity);
    }
    case 'field':
      return compileField(query.field, query.test, finder);
    case 'not': {
      const part = compileQuery(query.query, finder);
      return (log) => !part(log);
    }
    case 'and':
    case 'or':
  }
  const parts = query.queries.map((part) => compileQuery(part, finder));
  return query.kind === 'and'
    ? (log) => parts.every((part) => part(log))
    : (log) => parts.some((part) => part(log));
}

export function matches(query: Query, log: SearchableLog): boolean {
  return compileQuery(query)(new LogView(log));
}

function compileField(field: Field, sent: FieldTest, finder: WordFinder): Matches {
  const names = 'own' in field ? [field.own] : field.attribute.map(attributeName);
  if (sent.kind === 'has') {
    const place = finder.add(sent.words);
    return (view) => names.some((name) => view.has(finder, place, name));
  }
  const test = compileTest(sent);
  if (!('own' in field)) {
    if (sent.kind === 'exists') return (view) => names.some((name) => view.hasAttribute(name));
    return (view) => names.some((name) => view.values(name).some((value) => test(value, view)));
  }
  switch (field.own) {
    case 'trace':
      return (view) => view.values('trace').some((value) => test(value, view));
    case 'log_id': {
      const encoded = sent.kind === 'equals' ? encodedId(sent.value) : undefined;
      return (view) => view.log.log_id === encoded || view.ids.some((value) => test(value, view));
    }
    case 'text':
      return (view) => test(view.log.modified_data, view);
    case 'source':
  }
  return (view) => test(view.log.source, view);
}

type Test = (value: Scalar, view: LogView) => boolean;

function compileTest(test: Exclude<FieldTest, { kind: 'has' }>): Test {
  switch (test.kind) {
    case 'exists':
      return () => true;
    case 'equals':
      return (value, view) =>
        view.folded(value) === test.folded || (test.number !== undefined && value === test.number);
    case 'begins':
      return (value, view) => view.folded(value).startsWith(test.folded);
    case 'compare':
  }
  const { than, number: bound } = test;
  return (value) => {
    const number = typeof value === 'string' ? readNumber(value) : value;
    return typeof number === 'number' && compare(number, than, bound);
  };
}
