import type { LogFilter } from './logs/log-filter.js';

export const VIEWS = ['logs', 'alerts', 'dead-letters', 'api-keys'] as const;

export type View = (typeof VIEWS)[number];

/** Where a reader is, which the page's address tells in full. */
export interface Address {
  view: View;
  /** Whose logs; absent: the reader's own. */
  tenant?: string;
  filter: LogFilter;
  /** The log whose details are open. */
  log?: string;
}

/** Seconds of each, the largest first. */
const UNITS = new Map([
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
]);

/** Reads the query of an address. What it does not know, or cannot read, it leaves out. */
export function parseAddress(search: string): Address {
  const query = new URLSearchParams(search);
  const text = (name: string) => query.get(name) || undefined;
  const view = VIEWS.find((name) => name === query.get('view')) ?? 'logs';
  const tenant = text('tenant');
  const log = text('log');
  const last = parseDuration(text('last'));
  const from = last === undefined ? parseTime(text('from')) : undefined;
  const to = last === undefined ? parseTime(text('to')) : undefined;
  const wanted = text('q');
  const order = text('order') === 'oldest' ? 'oldest' : undefined;
  return {
    view,
    ...(tenant !== undefined && { tenant }),
    filter: {
      ...(last !== undefined && { last }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      ...(wanted !== undefined && { query: wanted }),
      ...(order !== undefined && { order }),
    },
    ...(log !== undefined && { log }),
  };
}

/** The query that {@link parseAddress} reads again; empty for the plain page. */
export function formatAddress({ view, tenant, filter, log }: Address): string {
  const query = new URLSearchParams();
  const set = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '') query.set(name, value);
  };
  set('tenant', tenant);
  if (view !== 'logs') set('view', view);
  if (filter.last !== undefined) {
    set('last', formatDuration(filter.last));
  } else {
    set('from', formatTime(filter.from));
    set('to', formatTime(filter.to));
  }
  set('q', filter.query);
  set('order', filter.order);
  set('log', log);
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function parseTime(text: string | undefined): number | undefined {
  // A day without a time of day would be read as one of UTC, without a zone as one of here.
  if (text === undefined || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text)) return undefined;
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? undefined : millis;
}

function formatTime(millis: number | undefined): string | undefined {
  return millis === undefined ? undefined : new Date(millis).toISOString();
}

function parseDuration(text: string | undefined): number | undefined {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text ?? '') ?? [];
  if (count === undefined || unit === undefined) return undefined;
  const seconds = Number(count) * (UNITS.get(unit) ?? 0);
  return seconds > 0 ? seconds : undefined;
}

/** Seconds in the largest unit that has them whole: `24h` is a day, `90m` stays so. */
function formatDuration(seconds: number): string {
  const [unit, size] = [...UNITS].find(([, of]) => seconds % of === 0) ?? ['s', 1];
  return `${seconds / size}${unit}`;
}
