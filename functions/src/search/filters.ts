import type { Instant } from '../contract/instant.js';
import type { LogQuery } from './log-query.js';

/**
 * A condition in the form that every Firestore client accepts; times are still {@link Instant}s.
 */
export interface Filter {
  field: 'shard' | 'source' | 'severity' | 'level' | 'terms' | 'time';
  operator: '==' | 'in' | 'array-contains' | 'array-contains-any' | '>=' | '<';
  value: string | number | readonly (string | number)[] | Instant;
}

/**
 * The conditions of a query, to be ordered by `time` and then by the document's name, both `desc`,
 * or both `asc` with `oldestFirst`.
 */
export function filtersOf(query: LogQuery): Filter[] {
  const { shards, source, severities, levels, terms, from, to } = query;
  return [
    oneOf('shard', shards),
    ...(source === undefined ? [] : [oneOf('source', [source])]),
    ...(severities === undefined ? [] : [oneOf('severity', severities)]),
    ...(levels === undefined ? [] : [oneOf('level', levels)]),
    ...(terms === undefined ? [] : [contains(terms)]),
    ...(from === undefined ? [] : [{ field: 'time', operator: '>=', value: from } as const]),
    ...(to === undefined ? [] : [{ field: 'time', operator: '<', value: to } as const]),
  ];
}

function oneOf(field: Filter['field'], values: readonly (string | number)[]): Filter {
  const [only] = values;
  return values.length === 1 && only !== undefined
    ? { field, operator: '==', value: only }
    : { field, operator: 'in', value: values };
}

function contains(terms: readonly string[]): Filter {
  const [only] = terms;
  return terms.length === 1 && only !== undefined
    ? { field: 'terms', operator: 'array-contains', value: only }
    : { field: 'terms', operator: 'array-contains-any', value: terms };
}

export function isInstant(value: Filter['value']): value is Instant {
  return typeof value === 'object' && 'seconds' in value;
}

/** The composite index that a query needs: the kind of each field, in the index's order. */
export function indexOf({ source, severities, terms, oldestFirst }: LogQuery): string[] {
  return [
    'shard ASCENDING',
    ...(source === undefined ? [] : ['source ASCENDING']),
    ...(severities === undefined ? [] : ['severity ASCENDING']),
    ...(terms === undefined ? [] : ['level ASCENDING', 'terms CONTAINS']),
    `time ${oldestFirst === true ? 'ASCENDING' : 'DESCENDING'}`,
  ];
}
