import { divide } from '../../../functions/src/search/histogram.js';
import { levelOf } from '../../../functions/src/search/level.js';
import { toMillis } from '../documents/instant.js';
import type { Log } from '../documents/log.js';
import { MOST_BARS } from '../limits.js';
import type { Histogram } from './count-histogram.js';

/**
 * The histogram of a search whose logs are all loaded, from the oldest to the newest or over the
 * requested range, in milliseconds: nothing has to be counted on the server. `undefined` for no
 * logs.
 */
export function loadedHistogram(
  logs: readonly Log[],
  asked: { from?: number; to?: number },
): Histogram | undefined {
  if (logs.length === 0) return undefined;
  const times = logs.map(({ time }) => toMillis(time));
  const oldest = times.reduce((a, b) => Math.min(a, b));
  const newest = times.reduce((a, b) => Math.max(a, b));
  const { step, stretches } = divide(
    { from: Math.min(oldest, asked.from ?? oldest), to: Math.max(newest + 1, asked.to ?? 0) },
    MOST_BARS,
  );
  const bars = stretches.map(({ from, to }) => ({
    from,
    to,
    all: 0,
    levels: { 0: 0, 1: 0, 2: 0 },
  }));
  const first = Math.floor((bars[0]?.from ?? 0) / step);
  for (const [index, { severity }] of logs.entries()) {
    const bar = bars[Math.floor((times[index] ?? 0) / step) - first];
    if (bar === undefined) continue;
    bar.all += 1;
    bar.levels[levelOf(severity)] += 1;
  }
  return { step, exact: true, bars, reads: 0 };
}
