import { describePlan } from '../../../functions/src/search/describe-plan.js';
import { parseQuery } from '../../../functions/src/search/parse-query.js';
import { searchHint } from '../../../functions/src/search/search-hint.js';
import { SEARCH_READS } from '../../../functions/src/limits.js';
import { useReader } from '../context.js';
import type { LogFilter } from './log-filter.js';
import { countOf } from '../parts/count.js';
import { Notice } from '../parts/notice.js';
import { FirstLog, type FirstLogProps } from './first-log.js';
import type { Feed } from './use-feed.js';

interface ListEndProps {
  feed: Feed;
  firstLog: FirstLogProps;
}

/** Shown below the last row: how to load more logs, or that there are none. */
export function ListEnd({ feed, firstLog }: ListEndProps) {
  const { address, go } = useReader();
  const { order, ...rest } = address.filter;
  if (feed.status === 'asking' && feed.chosen !== undefined) {
    return (
      <Notice title="This search would read many logs">
        <p>{describePlan(feed.chosen)}</p>
        <button type="button" class="button primary" onClick={feed.agree}>
          Read up to {SEARCH_READS.toLocaleString()} logs at a time
        </button>
      </Notice>
    );
  }
  if (feed.status === 'loading') return <Notice kind="busy" title="Loading the logs …" />;
  if (feed.logs.length === 0) {
    if (feed.status === 'cached') {
      return (
        <Notice kind="busy" title="Waiting for a connection">
          <p>Firestore has not answered yet. The logs appear by themselves once it does.</p>
        </Notice>
      );
    }
    if (feed.older !== 'none') {
      return (
        <div class="list-end">
          <p>No match in the {countOf(feed.read, 'log')} read so far.</p>
          <More feed={feed} oldest={order === 'oldest'} />
        </div>
      );
    }
    return Object.keys(rest).length === 0 ? (
      <FirstLog {...firstLog} />
    ) : (
      <Notice title="No logs found">
        <p>{describeSearch(feed, rest)}</p>
        <button type="button" class="button" onClick={() => go({ filter: {} })}>
          Show all logs
        </button>
      </Notice>
    );
  }
  return (
    <div class="list-end">
      <More feed={feed} oldest={order === 'oldest'} />
    </div>
  );
}

/** Why the search may have missed logs, if it may have. */
function describeSearch({ chosen }: Feed, { query = '', last, from, to }: LogFilter): string {
  if (chosen !== undefined && chosen.cutLeftOut > 0) return describePlan(chosen);
  const isAnyTime = last === undefined && from === undefined && to === undefined;
  const nothing = isAnyTime ? 'No log matches.' : 'Nothing in this time range matches.';
  const parsed = parseQuery(query);
  const hint = parsed.ok ? searchHint(query, parsed.query) : undefined;
  return hint === undefined ? nothing : `${nothing} ${hint}`;
}

function More({ feed, oldest = false }: { feed: Feed; oldest?: boolean }) {
  if (feed.older === 'loading') return <p>Loading more logs …</p>;
  if (feed.older === 'none') return <p>No more logs.</p>;
  if (feed.older === 'full') {
    return (
      <p>
        {countOf(feed.logs.length, 'log')} loaded, the most that this list keeps. Narrow the search
        to see others, or export them.
      </p>
    );
  }
  return (
    <button type="button" class="button" onClick={feed.loadOlder}>
      {feed.older === 'reads'
        ? oldest
          ? 'Keep searching'
          : 'Search further back'
        : oldest
          ? 'Load newer logs'
          : 'Load older logs'}
    </button>
  );
}
