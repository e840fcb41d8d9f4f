import uPlot from 'uplot';

import { kindColour } from './kind-colour.js';
import type { Buckets } from './buckets.js';
import type { Histogram } from './count-histogram.js';

const HEIGHT = 92;
const LEAST_STEPS = 10;

/** What is drawn: all matching logs, and the kinds of the loaded ones. */
export interface Charts {
  histogram: Histogram;
  kinds: Buckets;
}

export interface Plots {
  update: (charts: Charts) => void;
  remove: () => void;
}

/** Draws both charts into an element, at its full width; reports a time range that is selected. */
export function drawPlots(
  place: HTMLElement,
  first: Charts,
  onBrush: (from: number, to: number) => void,
): Plots {
  let charts = first;
  let plots: uPlot[] = [];
  let drawnWidth = 0;
  let isMarking = false;
  let held: Charts | undefined;
  const draw = () => {
    remove();
    drawnWidth = place.clientWidth;
    const wanted = plotsOf(charts);
    const width = Math.max(
      120,
      place.clientWidth / (place.clientWidth > 700 ? wanted.length : 1) - 4,
    );
    plots = wanted.map(
      ({ series, data, step }) => new uPlot(options(width, series, step, onBrush), data, place),
    );
  };
  const remove = () => {
    for (const plot of plots) plot.destroy();
    plots = [];
  };
  draw();
  const observer = new ResizeObserver(() => {
    if (place.clientWidth !== drawnWidth && !isMarking) draw();
  });
  observer.observe(place);
  const update = (next: Charts) => {
    // New bars would change the selection under the pointer, and a new plot would lose the drag.
    if (isMarking) {
      held = next;
      return;
    }
    const same = shapeOf(next) === shapeOf(charts);
    charts = next;
    if (!same) {
      draw();
      return;
    }
    for (const [index, { data }] of plotsOf(next).entries()) {
      plots[index]?.setData(data);
    }
  };
  const press = () => {
    isMarking = true;
  };
  const release = () => {
    isMarking = false;
    const next = held;
    held = undefined;
    if (next !== undefined) update(next);
  };
  place.addEventListener('mousedown', press);
  // Runs after uPlot's listener, which is on the document.
  addEventListener('mouseup', release);
  return {
    update,
    remove: () => {
      observer.disconnect();
      place.removeEventListener('mousedown', press);
      removeEventListener('mouseup', release);
      remove();
    },
  };
}

/** What an existing plot cannot change. */
function shapeOf({ histogram, kinds: { kinds, step } }: Charts): string {
  return [histogram.step, step, ...kinds.map(({ kind }) => kind)].join(' ');
}

interface Plot {
  /** Width of a bar in seconds. */
  step: number;
  series: uPlot.Series[];
  data: uPlot.AlignedData;
}

const plotsOf = ({ histogram, kinds }: Charts) =>
  kinds.kinds.length === 0 ? [levelsPlot(histogram)] : [levelsPlot(histogram), kindsPlot(kinds)];

/**
 * Stacked like the kinds: all logs, in front of them warnings and above, in front of those errors.
 */
function levelsPlot({ bars: counted, step: millis }: Histogram): Plot {
  const step = Math.max(1, millis / 1000);
  const starts = counted.map(({ from }) => Math.floor(from / millis) * step);
  const colours = ['--accent', '--warn', '--danger'] as const;
  const names = ['all', 'warning or worse', 'error or worse'] as const;
  return {
    step,
    series: names.map((name, at) => bars(name, colour(colours[at] ?? '--accent'), step)),
    data: [
      starts,
      counted.map(({ all }) => all),
      counted.map(({ levels }) => levels[1] + levels[2]),
      counted.map(({ levels }) => levels[2]),
    ],
  };
}

/**
 * Stacked: the first kind's bars have the total height, and the others are drawn in front of them.
 */
function kindsPlot({ starts, kinds, step }: Buckets): Plot {
  const heights = kinds.map((_, index) =>
    starts.map((_start, at) =>
      kinds.slice(index).reduce((sum, { counts }) => sum + (counts[at] ?? 0), 0),
    ),
  );
  return {
    step,
    series: kinds.map(({ kind }, index) => bars(kind, colour(`--kind-${kindColour(index)}`), step)),
    data: [[...starts], ...heights],
  };
}

function bars(label: string, fill: string, step: number): uPlot.Series {
  const { bars: paths } = uPlot.paths;
  return {
    label,
    fill,
    width: 0,
    points: { show: false },
    ...(paths && { paths: paths({ size: [0.86, step > 0 ? 40 : 8], align: 1 }) }),
  };
}

function options(
  width: number,
  series: uPlot.Series[],
  step: number,
  onBrush: (from: number, to: number) => void,
): uPlot.Options {
  const clock = clockOf(step);
  const axis = {
    stroke: colour('--muted'),
    font: '11px system-ui, sans-serif',
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { show: false },
  };
  return {
    width,
    height: HEIGHT,
    series: [{}, ...series],
    legend: { show: false },
    padding: [6, 26, 0, 0],
    scales: {
      x: { range: (plot) => wholeSteps(plot.data[0], step) },
      y: { range: (_plot, _min, max) => [0, Math.max(1, max) * 1.1] },
    },
    axes: [
      { ...axis, grid: { show: false }, size: 22, space: 76, values: (_plot, at) => at.map(clock) },
      { ...axis, size: 40, space: 26, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000] },
    ],
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
    hooks: {
      setSelect: [
        (plot) => {
          const { left, width: marked } = plot.select;
          if (marked < 4) return;
          const [from, to] = [plot.posToVal(left, 'x'), plot.posToVal(left + marked, 'x')];
          onBrush(Math.floor(from) * 1000, Math.ceil(to) * 1000);
        },
      ],
    },
  };
}

/** Formats a point in time as precisely as the steps require. */
function clockOf(step: number): (seconds: number) => string {
  const format = new Intl.DateTimeFormat(undefined, {
    hourCycle: 'h23',
    ...(step >= 86_400
      ? { year: '2-digit', month: 'short', day: 'numeric' }
      : {
          ...(step >= 3_600 && { weekday: 'short' }),
          hour: '2-digit',
          minute: '2-digit',
          ...(step < 60 && { second: '2-digit' }),
        }),
  });
  return (seconds) => format.format(seconds * 1000);
}

/** From the first step to the end of the last, with a minimum so that bars do not fill the plot. */
function wholeSteps(starts: ArrayLike<number>, step: number): [number, number] {
  const end = (starts[starts.length - 1] ?? 0) + step;
  return [Math.min(starts[0] ?? 0, end - LEAST_STEPS * step), end];
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
