import type { Instant } from './instant.js';

/** The document at `tenants/{tenant_id}/searches/{search_id}`: a search that all readers may use. */
export interface SavedSearch {
  /** For people; one line. */
  name: string;
  /** In the language of `search/parse-query.ts`. */
  query: string;
  /** When it was last saved. */
  saved_at: Instant;
}
