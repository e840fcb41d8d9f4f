import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import type { Query } from '../../../functions/src/search/query.js';
import type { Log } from '../documents/log.js';
import type { FeedState } from '../logs/feed-state.js';
import type { LogFilter } from '../logs/log-filter.js';
import { countOf } from '../parts/count.js';
import { toBuckets } from './buckets.js';
import { HistogramTable } from './histogram-table.js';
import { kindColour } from './kind-colour.js';
import type { Charts } from './plots.js';
import { type Counting, useHistogram } from './use-histogram.js';

interface ChartPanelProps {
  feed: FeedState;
  filter: LogFilter;
  query: Query;
  /** Called with a selected time range, in ms; the end is exclusive. */
  onBrush: (from: number, to: number) => void;
}

const HIDDEN = 'chart-hidden';

/** All matching logs over time, by severity; for the loaded logs, also redactions by kind. */
export function ChartPanel({ feed, filter, query, onBrush }: ChartPanelProps) {
  const [shown, setShown] = useState(() => localStorage.getItem(HIDDEN) === null);
  const { logs } = feed;
  const counting = useHistogram(feed, filter, query, shown);
  const histogram = counting.state === 'ready' ? counting.histogram : undefined;
  const kinds = useMemo(() => toBuckets(logs), [logs]);
  const charts = useMemo(() => histogram && { histogram, kinds }, [histogram, kinds]);
  const toggle = () => {
    if (shown) localStorage.setItem(HIDDEN, '1');
    else localStorage.removeItem(HIDDEN);
    setShown(!shown);
  };
  return (
    <section class="chart" aria-label="Chart">
      <header class="chart-head">
        <h2>
          <button type="button" class="fold" aria-expanded={shown} onClick={toggle}>
            Logs over time
          </button>
        </h2>
        {shown && <Summary counting={counting} logs={logs} kinds={kinds.kinds} />}
      </header>
      {shown && charts && logs.length > 0 && <Plots charts={charts} onBrush={onBrush} />}
      {/* The list is not to jump when they come. */}
      {shown && counting.state === 'busy' && logs.length > 0 && (
        <div class="plots" aria-hidden="true" />
      )}
      {shown && histogram && <HistogramTable histogram={histogram} />}
    </section>
  );
}

function Plots({ charts, onBrush }: { charts: Charts } & Pick<ChartPanelProps, 'onBrush'>) {
  const place = useRef<HTMLDivElement>(null);
  const plots = useRef<{ update: (charts: Charts) => void; remove: () => void } | undefined>(
    undefined,
  );
  const latest = useRef({ charts, onBrush });
  latest.current = { charts, onBrush };

  useEffect(() => {
    let gone = false;
    const draw = async () => {
      const { drawPlots } = await import('./plots.js');
      if (gone || place.current === null) return;
      plots.current?.remove();
      plots.current = drawPlots(place.current, latest.current.charts, (from, to) =>
        latest.current.onBrush(from, to),
      );
    };
    const redraw = () => void draw();
    redraw();
    const dark = matchMedia('(prefers-color-scheme: dark)');
    dark.addEventListener('change', redraw);
    addEventListener('themechange', redraw);
    return () => {
      gone = true;
      dark.removeEventListener('change', redraw);
      removeEventListener('themechange', redraw);
      plots.current?.remove();
      plots.current = undefined;
    };
  }, []);
  useEffect(() => plots.current?.update(charts), [charts]);
  return <div class="plots" ref={place} aria-hidden="true" />;
}

interface SummaryProps {
  counting: Counting;
  logs: readonly Log[];
  kinds: readonly { kind: string; total: number }[];
}

/** The chart in words, with a legend. */
function Summary({ counting, logs, kinds }: SummaryProps) {
  const histogram = counting.state === 'ready' ? counting.histogram : undefined;
  const sum = (level: 0 | 1 | 2) =>
    (histogram?.bars ?? []).reduce((total, { levels }) => total + levels[level], 0);
  const [rest, warnings, errors] = [sum(0), sum(1), sum(2)];
  const total = rest + warnings + errors;
  return (
    <p class="chart-sum">
      {counting.state === 'failed' && 'The logs could not be counted. '}
      {counting.state === 'busy' && logs.length > 0 && 'Counting … '}
      {histogram && (
        <span title={`${countOf(histogram.reads, 'read')} for these counts`}>
          <b class="chart-total">
            {histogram.exact ? '' : 'among '}
            {countOf(total, 'log')}
          </b>
          <Legend swatch="rest" text="below warning" count={rest} />
          <Legend swatch="warning" text="warning" count={warnings} />
          <Legend swatch="error" text="error or worse" count={errors} />
        </span>
      )}
      {kinds.length > 0 && (
        <span class="chart-kinds">
          redacted in the {countOf(logs.length, 'log')} loaded:
          {kinds.map(({ kind, total: of }, index) => (
            <Legend key={kind} swatch={String(kindColour(index))} text={kind} count={of} />
          ))}
        </span>
      )}
    </p>
  );
}

function Legend({ swatch, text, count }: { swatch: string; text: string; count: number }) {
  return (
    <span class="legend">
      <i class={`swatch swatch-${swatch}`} aria-hidden="true" />
      {count.toLocaleString()} {text}
    </span>
  );
}
