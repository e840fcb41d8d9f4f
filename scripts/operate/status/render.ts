import { styleText } from 'node:util';

import { formatTable } from '../../terminal/table.js';
import type { Figure, Status } from './status.js';

/** Tenants that are shown; a terminal has few lines. */
const MOST_TENANTS = 20;

const NAME_WIDTH = 32;

const NO_POLICY = 'without a delivery policy';

/** The status for a terminal, in which {@link markAlarms} may mark what is wrong. */
export function renderStatus(status: Status): string {
  const { delay_ms: delay } = status;
  const rows: [string, string][] = [
    ['logs accepted', rate(status.accepted_per_second)],
    ['logs kept in another form', rate(status.repaired_per_second)],
    ['logs stored', rate(status.stored_per_second)],
    ['logs that were stored before', rate(status.duplicate_per_second)],
    ['requests refused (4xx)', rate(status.rejected_per_second)],
    ['requests failed (5xx)', rate(status.failed_per_second)],
    ['delay until stored, p50', milliseconds(delay.p50)],
    ['delay until stored, p95', milliseconds(delay.p95)],
    ['delay until stored, p99', milliseconds(delay.p99)],
    ['waiting messages', show(status.undelivered_messages, String)],
    ['oldest message', show(status.oldest_message_seconds, toAge)],
    ['subscriptions of processLogs', show(status.subscriptions, String)],
    [NO_POLICY, show(status.subscriptions_without_policy, describePolicy)],
    ['dead letters, last 24 hours', show(status.dead_letters, String)],
    ['waiting dead letters', show(status.dead_letters_waiting, String)],
    ['healed automatically, 24 hours', show(status.dead_letters_healed, String)],
  ];
  const tenants = status.tenants.slice(0, MOST_TENANTS);
  const more = status.tenants.length - tenants.length;
  return [
    `${status.project} (${status.source}), ${status.at}; rates and delays of the last ${status.window_seconds} s`,
    ...rows.map(([name, value]) => `${name.padEnd(NAME_WIDTH)}${value}`),
    ...(tenants.length > 0
      ? [
          formatTable(
            ['tenant', 'stored', 'dead letters, 24 h', 'waiting dead letters'],
            tenants.map((tenant) => [
              tenant.tenant_id || '(none valid)',
              rate(tenant.stored_per_second),
              show(tenant.dead_letters, String),
              show(tenant.dead_letters_waiting, String),
            ]),
            true,
          ),
        ]
      : ['No tenant has figures for this period.']),
    ...(more > 0 ? [`${more} more tenants: see --json.`] : []),
  ].join('\n');
}

/** Marks in red what needs a person now. For text that cannot otherwise control the terminal. */
export function markAlarms(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line.startsWith(NO_POLICY) && line.includes(MEND_POLICY) ? styleText('red', line) : line,
    )
    .join('\n');
}

const MEND_POLICY = 'what fails there is dropped after a day: run `npm run delivery-policy`';

function describePolicy(count: number): string {
  return count === 0 ? '0' : `${count}: ${MEND_POLICY}`;
}

function show(figure: Figure, format: (value: number) => string): string {
  return typeof figure === 'number' ? format(figure) : figure.missing;
}

const rate = (figure: Figure) => show(figure, (value) => `${rounded(value)}/s`);
const milliseconds = (figure: Figure) => show(figure, (value) => `${Math.round(value)} ms`);

function rounded(value: number): string {
  return value === 0 || value >= 100 ? String(Math.round(value)) : value.toPrecision(2);
}

/** `42 s`, `12 min`, `3.5 h`, `2.1 d` */
function toAge(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800
    ? `${(seconds / 3_600).toFixed(1)} h`
    : `${(seconds / 86_400).toFixed(1)} d`;
}
