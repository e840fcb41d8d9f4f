import type { DeadLetterReason } from '../../functions/src/contract/dead-letter.js';
import { logMessage } from '../support/messages.js';
import type { Random } from '../support/random.js';

/** A log that a client sends, and its expected outcome. */
export interface PlannedLog {
  /** Part of its text: identifies it wherever it turns up. */
  marker: string;
  tenant: string;
  /** Absent: the gateway assigns one, and the client does not resend it. */
  logId?: string;
  source: 'json_upload' | 'text_upload';
  text: string;
  /** The text with its personal data redacted, known from how it was built. */
  modified: string;
  /** When to send it, in milliseconds from the start. */
  at: number;
  /** The marker of the log whose id it reuses for other content. */
  conflictsWith?: string;
}

/** A message written to the topic by hand that can never be stored. */
export interface PlannedPoison {
  marker: string;
  reason: DeadLetterReason;
  data: Buffer;
  /** Absent: it names no valid tenant. */
  tenant?: string;
  at: number;
}

export interface Plan {
  tenants: string[];
  logs: PlannedLog[];
  /** Logs to be resent later, by marker. */
  again: { marker: string; at: number }[];
  poison: PlannedPoison[];
  /** How long sending takes, in milliseconds. */
  duration: number;
}

export interface PlanOptions {
  /** Distinguishes the run in ids and tenants. */
  name: string;
  /** Logs and poison messages together. */
  count: number;
  /** Logs a second. */
  rate: number;
  tenants: number;
}

const POISON_PERCENT = 1;
const TWICE_PERCENT = 5;
const WITHOUT_ID_PERCENT = 10;
const LARGE_PERCENT = 0.5;
const LARGE_CHARACTERS = 100_000;

type Fragment = readonly [raw: string, redacted: string];

/** What a text is built from, and what redaction leaves of it. */
const FRAGMENTS: [Fragment, ...Fragment[]] = [
  ['user logged in', 'user logged in'],
  ['call 555-0199 now', 'call [REDACTED] now'],
  ['mail ann@example.com', 'mail [REDACTED]'],
  ['card 4111 1111 1111 1111', 'card [REDACTED]'],
  ['SSN 123-45-6789', 'SSN [REDACTED]'],
  ['zażółć gęślą jaźń, 日本語, 🚀', 'zażółć gęślą jaźń, 日本語, 🚀'],
  ['first line\nsecond line\r\nthird line', 'first line\nsecond line\r\nthird line'],
  ['tab\there, "quoted" and \\escaped\\', 'tab\there, "quoted" and \\escaped\\'],
  ['   spaces around   ', '   spaces around   '],
  ['', ''],
];

export function createPlan(random: Random, options: PlanOptions): Plan {
  const { name, count, rate } = options;
  const tenants = Array.from({ length: options.tenants }, (_, i) => `${name}-t${letters(i)}`);
  const plan: Plan = { tenants, logs: [], again: [], poison: [], duration: 0 };
  for (let index = 0; index < count; index += 1) {
    const at = (index * 1000) / rate;
    const marker = `<${name}-${letters(index)}>`;
    const tenant = random.pick(tenants as [string, ...string[]]);
    if (random.chance(POISON_PERCENT)) addPoison(plan, random, { marker, tenant, at });
    else addLog(plan, random, { marker, tenant, at, logId: `log-${index}` });
  }
  plan.again = plan.logs
    .filter(({ logId, conflictsWith }) => logId !== undefined && conflictsWith === undefined)
    .filter(() => random.chance(TWICE_PERCENT))
    .map(({ marker, at }) => ({ marker, at: at + random.int(0, 20_000) }));
  const times = [...plan.logs, ...plan.again, ...plan.poison].map(({ at }) => at);
  plan.duration = times.reduce((latest, at) => Math.max(latest, at), 0);
  return plan;
}

interface Place {
  marker: string;
  tenant: string;
  at: number;
}

function addLog(plan: Plan, random: Random, place: Place & { logId: string }): void {
  const { marker, tenant, at, logId } = place;
  const [raw, redacted] = random.pick(FRAGMENTS);
  const [raw2, redacted2] = random.pick(FRAGMENTS);
  const padding = random.chance(LARGE_PERCENT) ? ` ${'x'.repeat(LARGE_CHARACTERS)}` : '';
  const text = (first: string, second: string) => `${marker} ${first}; ${second}${padding}`;
  plan.logs.push({
    marker,
    tenant,
    ...(!random.chance(WITHOUT_ID_PERCENT) && { logId }),
    source: random.chance(50) ? 'json_upload' : 'text_upload',
    text: text(raw, raw2),
    modified: text(redacted, redacted2),
    at,
  });
}

function addPoison(plan: Plan, random: Random, place: Place): void {
  const { marker, tenant, at } = place;
  const taken = new Set(plan.logs.map(({ conflictsWith }) => conflictsWith));
  const victim = plan.logs.findLast(
    (log) => log.logId !== undefined && !log.conflictsWith && !taken.has(log.marker),
  );
  const kind = random.pick(['undecodable', 'schema', 'log', 'size', 'conflict'] as const);
  if (kind === 'conflict' && victim?.logId !== undefined) {
    const text = `${marker} another content`;
    const { tenant: owner, logId } = victim;
    const log = { marker, tenant: owner, logId, text, modified: text, at };
    plan.logs.push({ ...log, source: 'json_upload', conflictsWith: victim.marker });
    return;
  }
  const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));
  const log = { log_id: `poison-${letters(plan.poison.length)}`, text: marker };
  const poison: Record<Exclude<typeof kind, 'conflict'>, Omit<PlannedPoison, 'marker' | 'at'>> = {
    undecodable: { reason: 'undecodable', data: Buffer.from(`not JSON ${marker}`) },
    schema: {
      reason: 'schema_mismatch',
      data: bytes({ ...logMessage(tenant, log), version: 99 }),
      tenant,
    },
    log: {
      reason: 'invalid_log',
      data: bytes(logMessage(tenant, { ...log, log_id: '../escape' })),
      tenant,
    },
    size: {
      reason: 'document_too_large',
      data: bytes(logMessage(tenant, { ...log, text: `${marker} ${'x'.repeat(600_000)}` })),
      tenant,
    },
  };
  plan.poison.push({ marker, at, ...poison[kind === 'conflict' ? 'undecodable' : kind] });
}

/**
 * A number in the letters a to j: no digits that could be taken for a phone number, and no name of a
 * secret, such as `pw`.
 */
function letters(value: number): string {
  let rest = value;
  let text = '';
  do {
    text = String.fromCodePoint(97 + (rest % 10)) + text;
    rest = Math.floor(rest / 10);
  } while (rest > 0);
  return text;
}
