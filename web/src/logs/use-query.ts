import { useMemo } from 'preact/hooks';

import { type Parsed, parseQuery } from '../../../functions/src/search/parse-query.js';

/** The address's query, parsed; the same object as long as its text stays the same. */
export function useQuery(text: string | undefined): Parsed {
  return useMemo(() => parseQuery(text ?? ''), [text]);
}
