import { useState } from 'preact/hooks';

import { isRecord } from '../../../functions/src/lib/is-record.js';
import { MAX_SAVED_SEARCHES } from '../../../functions/src/limits.js';
import type { NamedSearch } from '../firebase/search-reader.js';
import { readStored, writeStored } from '../parts/stored.js';

interface OwnSearches {
  /** Replaces a search of the same name. False if the browser stores nothing. */
  save: (search: Omit<NamedSearch, 'id'>) => boolean;
  remove: (id: string) => void;
}

/** A reader's own searches of a tenant, stored in this browser. */
export function useOwnSearches(tenant: string): [readonly NamedSearch[], OwnSearches] {
  const key = `searches/${tenant}`;
  const [searches, setSearches] = useState(() => readSearches(readStored(key)));
  const set = (next: readonly NamedSearch[]) => {
    const isKept = writeStored(key, next);
    if (isKept) setSearches(next);
    return isKept;
  };
  return [
    searches,
    {
      save: (search) => set(withSearch(searches, search)),
      remove: (id) => void set(searches.filter((one) => one.id !== id)),
    },
  ];
}

/** Ignores anything in an unknown format, such as another version of the page may have stored. */
export function readSearches(stored: unknown): readonly NamedSearch[] {
  if (!Array.isArray(stored)) return [];
  return stored.filter(isSearch).slice(0, MAX_SAVED_SEARCHES);
}

/** Newest first; the oldest are dropped if there are too many. */
export function withSearch(
  searches: readonly NamedSearch[],
  { name, query }: Omit<NamedSearch, 'id'>,
): readonly NamedSearch[] {
  const others = searches.filter((one) => one.name !== name);
  return [{ id: name, name, query }, ...others].slice(0, MAX_SAVED_SEARCHES);
}

const isSearch = (value: unknown): value is NamedSearch =>
  isRecord(value) && ['id', 'name', 'query'].every((field) => typeof value[field] === 'string');
