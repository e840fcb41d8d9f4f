import { useEffect, useMemo, useState } from 'preact/hooks';

import { ChartPanel } from '../chart/chart-panel.js';
import { useReader } from '../context.js';
import { ExportDialog } from '../export/export-dialog.js';
import { Failure } from '../parts/failure.js';
import { FilterBar } from './filter-bar.js';
import { ListEnd } from './list-end.js';
import { LogDetails } from './log-details.js';
import { searchText } from './log-filter.js';
import { LogGrid } from './log-grid.js';
import { TailBar } from './tail-bar.js';
import { useFeed } from './use-feed.js';

/** The logs of a tenant: found, followed, charted, opened and exported. */
export function LogsView() {
  const { address, tenant, go } = useReader();
  const { filter, log: open } = address;
  const feed = useFeed(filter);
  const [held, setHeld] = useState(false);
  const [toTop, setToTop] = useState(0);
  const [exporting, setExporting] = useState(false);
  const found = useMemo(() => searchText(feed.logs, filter.text), [feed.logs, filter.text]);

  const { last, from, to, severity, source } = filter;
  useEffect(() => {
    // Another question is read from its top.
    setHeld(false);
    setToTop((before) => before + 1);
  }, [last, from, to, severity, source]);

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
        <FilterBar />
        {feed.status !== 'failed' && (
          <ChartPanel
            logs={found}
            onBrush={(start, end) => {
              const { last: _relative, ...rest } = filter;
              go({ filter: { ...rest, from: start, to: end } });
            }}
          />
        )}
        <TailBar
          feed={feed}
          found={found.length}
          held={held}
          onHold={toggleHeld}
          onNew={showNew}
          onExport={() => setExporting(true)}
        />
        {feed.status === 'failed' ? (
          <Failure error={feed.error} what="The logs" onRetry={feed.restart} />
        ) : (
          <LogGrid
            logs={found}
            open={open}
            onOpen={(id) => go({ log: id }, open === undefined ? 'push' : 'replace')}
            onScroll={scrolled}
            onEnd={() => {
              // What is searched for may be in none of the older ones: that is the reader's to ask.
              if (filter.text === undefined) feed.loadOlder();
            }}
            onKey={pressed}
            toTop={toTop}
          >
            <ListEnd feed={feed} found={found.length} />
          </LogGrid>
        )}
      </div>
      {open !== undefined && (
        <LogDetails
          key={open}
          id={open}
          known={feed.logs.find(({ log_id }) => log_id === open)}
          onClose={() => {
            go({ log: undefined });
            document.querySelector<HTMLElement>('[role=grid]')?.focus();
          }}
        />
      )}
      {exporting && <ExportDialog onClose={() => setExporting(false)} />}
    </div>
  );
}
