import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import type { Log } from '../documents/log.js';
import { type Buckets, toBuckets } from './buckets.js';
import { kindColour } from './kind-colour.js';

interface ChartPanelProps {
  /** What is charted, and said to be: the loaded logs. */
  logs: readonly Log[];
  /** Told of a marked time, in ms; the end is exclusive. */
  onBrush: (from: number, to: number) => void;
}

const HIDDEN = 'chart-hidden';

/** Logs over time and redactions by kind, of what is loaded. */
export function ChartPanel({ logs, onBrush }: ChartPanelProps) {
  const [shown, setShown] = useState(() => localStorage.getItem(HIDDEN) === null);
  const buckets = useMemo(() => toBuckets(logs), [logs]);
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
        <Summary buckets={buckets} />
      </header>
      {shown && logs.length > 0 && <Plots buckets={buckets} onBrush={onBrush} />}
    </section>
  );
}

function Plots({ buckets, onBrush }: { buckets: Buckets } & Pick<ChartPanelProps, 'onBrush'>) {
  const place = useRef<HTMLDivElement>(null);
  const plots = useRef<{ update: (buckets: Buckets) => void; remove: () => void } | undefined>(
    undefined,
  );
  const latest = useRef({ buckets, onBrush });
  latest.current = { buckets, onBrush };

  useEffect(() => {
    let gone = false;
    const draw = async () => {
      const { drawPlots } = await import('./plots.js');
      if (gone || place.current === null) return;
      plots.current?.remove();
      plots.current = drawPlots(place.current, latest.current.buckets, (from, to) =>
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
  useEffect(() => plots.current?.update(buckets), [buckets]);
  return <div class="plots" ref={place} aria-hidden="true" />;
}

/** The chart in words, for who does not see it and who wants the sums; and what colour is what. */
function Summary({ buckets: { logs, kinds } }: { buckets: Buckets }) {
  const total = logs.reduce((a, b) => a + b, 0);
  return (
    <p class="chart-sum">
      {total.toLocaleString()} logs loaded ·{' '}
      {kinds.length === 0 ? 'nothing redacted' : 'redacted: '}
      {kinds.map(({ kind, total: of }, index) => (
        <span class="legend" key={kind}>
          <i class={`swatch swatch-${kindColour(index)}`} aria-hidden="true" />
          {of.toLocaleString()} {kind}
        </span>
      ))}
    </p>
  );
}
