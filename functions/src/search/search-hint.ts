import type { Query } from './query.js';

/**
 * A hint for a query that found nothing: how it may mean something else than its author thinks.
 * `undefined` if nothing about it is suspicious.
 */
export function searchHint(text: string, query: Query): string | undefined {
  const unquoted = text.replaceAll(/"[^"]*"/g, '""');
  const [, word] = /(?:^|[\s(])(and|or|not)(?=[\s()])/.exec(unquoted) ?? [];
  if (word !== undefined) {
    return `“${word}” was searched for as a word: write ${word.toUpperCase()} to combine words.`;
  }
  return hintIn(query);
}

function hintIn(query: Query): string | undefined {
  switch (query.kind) {
    case 'words': {
      const { words } = query;
      if (words.kind !== 'whole') return undefined;
      return `In quotes, "${words.word}" is also found inside longer ids and paths.`;
    }
    case 'field':
      return query.test.kind === 'has' && 'attribute' in query.field
        ? `“${query.field.attribute[0]}:…” asks for a field of this name: put it in quotes to find it in texts.`
        : undefined;
    case 'and':
    case 'or':
      return query.queries.map(hintIn).find((hint) => hint !== undefined);
    case 'all':
    case 'severity':
    case 'not':
  }
  return undefined;
}
