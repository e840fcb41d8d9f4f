import { useReader } from '../context.js';
import { Notice } from '../parts/notice.js';
import type { Feed } from './use-feed.js';

/** What stands below the last row: that there are no more, or how to get them. */
export function ListEnd({ feed, found }: { feed: Feed; found: number }) {
  const { address, tenant, go } = useReader();
  const { text, ...rest } = address.filter;
  if (feed.status === 'loading') return <Notice kind="busy" title="Loading the newest logs …" />;
  if (feed.logs.length === 0) {
    if (feed.status === 'cached') {
      return (
        <Notice kind="busy" title="Waiting for a connection">
          <p>Firestore has not answered yet. The logs appear by themselves once it does.</p>
        </Notice>
      );
    }
    return Object.keys(rest).length === 0 ? (
      <Notice title={`${tenant} has no logs yet`}>
        <p>Send one, and it appears here within a second or two.</p>
      </Notice>
    ) : (
      <Notice title="No log is of this kind and time">
        <button type="button" class="button" onClick={() => go({ filter: {} })}>
          Show all logs
        </button>
      </Notice>
    );
  }
  return (
    <div class="list-end">
      {text !== undefined && found === 0 && (
        <p>
          None of the {feed.logs.length.toLocaleString()} loaded logs holds <q>{text}</q>.
        </p>
      )}
      <Older feed={feed} searching={text !== undefined} />
    </div>
  );
}

function Older({ feed, searching }: { feed: Feed; searching: boolean }) {
  if (feed.older === 'loading') return <p>Loading older logs …</p>;
  if (feed.older === 'none') return <p>These are all.</p>;
  if (feed.older === 'full') {
    return (
      <p>
        The newest {feed.logs.length.toLocaleString()} are loaded, which is all that this list
        keeps. Narrow the time to see older ones, or export them.
      </p>
    );
  }
  return (
    <button type="button" class="button" onClick={feed.loadOlder}>
      {searching ? 'Search further back' : 'Load older logs'}
    </button>
  );
}
