import { MAX_ALERTS } from '../../../functions/src/limits.js';

/** Typical alert queries, in every form of the language. `"request 100"` occurs rarely. */
const QUERIES = [
  'timeout',
  'severity>=ERROR',
  'severity>=CRITICAL service=shop',
  '"connection refused"',
  '"request 100"',
  'panic OR fatal OR segfault',
  'out of memory',
  'oom*',
  'status>=500',
  'http.status>=500 -healthcheck',
  'path:checkout status=502',
  'disk full',
  '"no space left on device"',
  'login failed -"test user"',
  'service=payments severity>=WARNING',
  'deadlock',
  'certificate expired',
  'trace=* timeout',
  'NOT (source=json_upload OR source=text_upload)',
] as const;

const count = (query: string) => ({ query, condition: { kind: 'count', matches: 10, minutes: 5 } });
const none = (query: string) => ({ query, condition: { kind: 'none', minutes: 5 } });

const WATCHED = [...QUERIES.map(count), none('user accessed')];
const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

const tenant = (id: string, name: string, watched: readonly object[]) => ({
  id,
  name,
  fields: { alerts: watched.map((alert, n) => Object.assign({ id: idOf(n) }, alert)) },
});

/** Tenants that differ only in their alerts. */
export const ALERT_TENANTS = [
  tenant('alerts-none', 'without alerts', []),
  tenant('alerts-some', `with ${MAX_ALERTS} alerts`, WATCHED),
  tenant('alerts-all', `with ${MAX_ALERTS} alerts, one of which asks for every log`, [
    ...WATCHED.slice(1),
    count('user accessed'),
  ]),
];
