import { useEffect, useMemo, useState } from 'preact/hooks';

import type { CreateApiKeyOutput } from '../../../functions/src/contract/console.js';
import { onePerLog, wholeId } from '../../../functions/src/search/join-parts.js';
import { NewKey } from '../api-keys/new-key.js';
import { ChartPanel } from '../chart/chart-panel.js';
import { useReader } from '../context.js';
import { ExportDialog } from '../export/export-dialog.js';
import { Failure } from '../parts/failure.js';
import { useColumns } from './columns.js';
import { FilterBar } from './filter-bar.js';
import { ListEnd } from './list-end.js';
import { LogDetails } from './log-details.js';
import { LogGrid } from './log-grid.js';
import { TailBar } from './tail-bar.js';
import { useFeed } from './use-feed.js';
import { useQuery } from './use-query.js';

/** A tenant's logs: search, live tail, chart, details and export. */
export function LogsView() {
  const { address, tenant, go } = useReader();
  const { filter, log: open } = address;
  const parsed = useQuery(filter.query);
  const query = parsed.ok ? parsed.query : undefined;
  const feed = useFeed(filter, query);
  const logs = useMemo(() => onePerLog(feed.logs), [feed.logs]);
  const [columns, toggleColumn] = useColumns(tenant);
  const [held, setHeld] = useState(false);
  const [toTop, setToTop] = useState(0);
  const [exporting, setExporting] = useState(false);
  const [made, setMade] = useState<CreateApiKeyOutput>();

  const { last, from, to, order = 'newest' } = filter;
  useEffect(() => {
    // A new query starts at the top.
    setHeld(false);
    setToTop((before) => before + 1);
  }, [last, from, to, order, query]);

  const showNew = () => {
    setHeld(false);
    feed.resume();
    setToTop((before) => before + 1);
  };
  const toggleHeld = () => {
    if (held) showNew();
    else {
      setHeld(true);
      feed.pause();
    }
  };
  const scrolled = (atTop: boolean) => {
    if (!atTop) feed.pause();
    else if (!held) feed.resume();
  };
  const pressed = (key: string) => {
    if (key === 'p') toggleHeld();
    else if (key === 'Escape') go({ log: undefined });
    else if (key === '/') document.querySelector<HTMLInputElement>('#search')?.focus();
  };

  return (
    <div class={`logs ${open === undefined ? '' : 'with-details'}`}>
      <div class="logs-main">
        <h1 class="visually-hidden">Logs of {tenant}</h1>
        <FilterBar parsed={parsed} logs={feed.logs} />
        {made !== undefined && logs.length > 0 && (
          // The first log arrived. Its key is shown only once, so it stays until it is dismissed.
          <div class="kept-key">
            <NewKey made={made} onDone={() => setMade(undefined)} />
          </div>
        )}
        {query !== undefined && (
          <>
            {feed.status !== 'failed' && (
              <ChartPanel
                feed={feed}
                filter={filter}
                query={query}
                onBrush={(start, end) => {
                  const { last: _relative, ...rest } = filter;
                  go({ filter: { ...rest, from: start, to: end } });
                }}
              />
            )}
            <TailBar
              feed={feed}
              held={held}
              onHold={toggleHeld}
              onNew={showNew}
              onExport={() => setExporting(true)}
            />
            {feed.status === 'failed' ? (
              <Failure error={feed.error} what="The logs" onRetry={feed.restart} />
            ) : (
              <LogGrid
                logs={logs}
                open={open}
                onOpen={(id) => go({ log: id }, open === undefined ? 'push' : 'replace')}
                onScroll={scrolled}
                onEnd={() => {
                  // Only the reader decides to search through many logs that do not match.
                  if (feed.older === 'more') feed.loadOlder();
                }}
                onKey={pressed}
                toTop={toTop}
                columns={columns}
                order={order}
              >
                <ListEnd feed={feed} firstLog={{ made, onMade: setMade }} />
              </LogGrid>
            )}
          </>
        )}
      </div>
      {open !== undefined && (
        <LogDetails
          key={open}
          id={open}
          known={feed.logs.find((log) => log.log_id === open || wholeId(log) === open)}
          columns={columns}
          onColumn={toggleColumn}
          onClose={() => {
            go({ log: undefined });
            document.querySelector<HTMLElement>('[role=grid]')?.focus();
          }}
        />
      )}
      {exporting && query !== undefined && (
        <ExportDialog query={query} onClose={() => setExporting(false)} />
      )}
    </div>
  );
}
