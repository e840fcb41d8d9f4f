import type { Parsed } from '../../../functions/src/search/parse-query.js';
import type { Log } from '../documents/log.js';
import { SavedSearches } from './saved-searches.js';
import { SearchBox } from './search-box.js';
import { TimeRange } from './time-range.js';

/** The search filter. All of it is in the address, so that a link finds the same logs. */
export function FilterBar({ parsed, logs }: { parsed: Parsed; logs: readonly Log[] }) {
  return (
    <div class="filters" role="search">
      <SearchBox parsed={parsed} logs={logs} />
      <SavedSearches />
      <TimeRange />
    </div>
  );
}
