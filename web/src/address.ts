import type { LogFilter } from './logs/log-filter.js';

export const VIEWS = ['logs', 'alerts', 'dead-letters', 'api-keys'] as const;

export type View = (typeof VIEWS)[number];

/** The reader's location in the page, encoded completely in its address. */
export interface Address {
  view: View;
  /** The tenant whose logs are shown; absent: the reader's own. */
  tenant?: string;
  filter: LogFilter;
  /** The log whose details are open. */
  log?: string;
}

/** Seconds in each unit, the largest first. */
const UNITS = new Map([
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
]);

/** Parses an address's query. Unknown and unreadable parameters are ignored. */
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

/** The query from which {@link parseAddress} restores this address; empty for the plain page. */
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
  // A date without a time would be parsed as UTC, a time without a zone as local.
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

/** Seconds in the largest unit that divides them: `24h` becomes a day, `90m` stays as it is. */
function formatDuration(seconds: number): string {
  const [unit, size] = [...UNITS].find(([, of]) => seconds % of === 0) ?? ['s', 1];
  return `${seconds / size}${unit}`;
}
