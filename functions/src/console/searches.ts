import {
  type DeleteSearchInput,
  deleteSearchInput,
  type DeleteSearchOutput,
  type SaveSearchInput,
  saveSearchInput,
  type SaveSearchOutput,
} from '../contract/console.js';
import type { SavedSearch } from '../contract/saved-search.js';
import { MAX_SAVED_SEARCHES } from '../limits.js';
import { describeQueryError, parseQuery } from '../search/parse-query.js';
import type { Action } from './call.js';
import { Refusal, type RequireActive } from './refusal.js';

/** Storage for a tenant's saved searches. */
export interface SavedSearchStore {
  /** Creates a search, unless there are `most` already. */
  create(tenantId: string, search: NewSearch, most: number): Promise<string | undefined>;
  /** False if there is no such search. */
  replace(tenantId: string, id: string, search: NewSearch): Promise<boolean>;
  /** False if there is no such search. */
  remove(tenantId: string, id: string): Promise<boolean>;
}

export type NewSearch = Pick<SavedSearch, 'name' | 'query'>;

/** Shares a search with the readers of the caller's tenant, or changes one. */
export function createSaveSearch(
  requireActive: RequireActive,
  store: Pick<SavedSearchStore, 'create' | 'replace'>,
): Action<SaveSearchInput, SaveSearchOutput> {
  return {
    input: saveSearchInput,
    async run(tenantId, { search_id, name, query }) {
      const parsed = parseQuery(query);
      if (!parsed.ok) {
        throw new Refusal('invalid-argument', `query: ${describeQueryError(parsed.error)}`);
      }
      await requireActive(tenantId);
      if (search_id !== undefined) {
        if (!(await store.replace(tenantId, search_id, { name, query }))) throw noSuchSearch();
        return { search_id };
      }
      const made = await store.create(tenantId, { name, query }, MAX_SAVED_SEARCHES);
      if (made === undefined) throw new Refusal('failed-precondition', TOO_MANY);
      return { search_id: made };
    },
  };
}

/** Deletes a search of the caller's tenant. */
export function createDeleteSearch(
  store: Pick<SavedSearchStore, 'remove'>,
): Action<DeleteSearchInput, DeleteSearchOutput> {
  return {
    input: deleteSearchInput,
    async run(tenantId, { search_id }) {
      if (!(await store.remove(tenantId, search_id))) throw noSuchSearch();
      return { search_id };
    },
  };
}

const noSuchSearch = () => new Refusal('not-found', 'No such search.');

const TOO_MANY = `There are ${MAX_SAVED_SEARCHES} saved searches already: delete one first.`;
