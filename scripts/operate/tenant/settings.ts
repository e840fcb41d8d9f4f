import { InvalidArgumentError } from 'commander';

import {
  type RedactionSettings,
  type TenantSettings,
  tenantSettingsSchema,
} from '../../../functions/src/contract/tenant.js';
import {
  isKind,
  MARKER_STYLES,
  type MarkerStyle,
  REDACTION_KINDS,
  type RedactionKind,
} from '../../../functions/src/contract/redaction-kinds.js';
import { OperatorError } from '../../terminal/operator-error.js';
import { proveLinear } from './prove-linear.js';

/** Settings that the command names; a keyword resets one to its default. */
export interface SettingsOptions {
  originalText?: TenantSettings['original_text'];
  retentionDays?: number | 'forever';
  requestsPerMinute?: number | 'default';
  bytesPerMinute?: number | 'default';
  logsPerMinute?: number | 'default';
  redact?: KindSwitch[];
  marker?: MarkerChoice[];
  pattern?: OwnPattern[];
  removePattern?: string[];
  shards?: number;
  search?: TenantSettings['search'];
}

/** `default`: the gateway's setting. */
interface KindSwitch {
  kind: RedactionKind;
  state: boolean | 'default';
}

/** `all`: for kinds that have no choice of their own; `default`: as for all. */
interface MarkerChoice {
  kind: MarkedKind;
  style: MarkerStyle | 'default';
}

type MarkedKind = RedactionKind | 'own' | 'all';

type OwnPattern = NonNullable<RedactionSettings['patterns']>[number];

export function changeSettings(current: TenantSettings, change: SettingsOptions): TenantSettings {
  const { original_text, retention_days, quota, shards, search, search_since } = current;
  if (change.shards !== undefined && change.shards < shards) {
    throw new OperatorError(
      `There are ${shards} shards, and logs in all of them: with fewer, readers could not find those in the others.`,
    );
  }
  const parsed = tenantSettingsSchema.safeParse(
    withoutAbsent({
      original_text: change.originalText ?? original_text,
      retention_days: pick(change.retentionDays, retention_days),
      quota: withoutAbsent({
        requests_per_minute: pick(change.requestsPerMinute, quota.requests_per_minute),
        bytes_per_minute: pick(change.bytesPerMinute, quota.bytes_per_minute),
        logs_per_minute: pick(change.logsPerMinute, quota.logs_per_minute),
      }),
      redaction: changeRedaction(current.redaction ?? {}, change),
      shards: change.shards ?? shards,
      search: change.search ?? search,
      search_since,
    }),
  );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new OperatorError(`The setting ${issue?.path.join('.')} ${issue?.message}.`);
}

function changeRedaction(
  current: RedactionSettings,
  change: SettingsOptions,
): RedactionSettings | undefined {
  const kinds = { ...current.kinds };
  for (const { kind, state } of change.redact ?? []) {
    if (state === 'default') delete kinds[kind];
    else kinds[kind] = state;
  }
  const markers: Partial<Record<MarkedKind, MarkerStyle>> = { ...current.markers };
  for (const { kind, style } of change.marker ?? []) {
    if (style === 'default') delete markers[kind];
    else markers[kind] = style;
  }
  const patterns = new Map((current.patterns ?? []).map((own) => [own.name, own]));
  for (const name of change.removePattern ?? []) {
    if (!patterns.delete(name)) throw new OperatorError(`There is no pattern ${name} to remove.`);
  }
  for (const own of change.pattern ?? []) patterns.set(own.name, own);
  const redaction = withoutAbsent({
    kinds: Object.keys(kinds).length > 0 ? kinds : undefined,
    markers: Object.keys(markers).length > 0 ? markers : undefined,
    patterns: patterns.size > 0 ? [...patterns.values()] : undefined,
  });
  return Object.keys(redaction).length > 0 ? redaction : undefined;
}

/** `ip=off,mac=on`; may be given more than once. */
export function parseKinds(value: string, before: KindSwitch[] = []): KindSwitch[] {
  const switches = value.split(',').map((part): KindSwitch => {
    const [name = '', word = ''] = part.trim().split('=');
    const state = STATES.get(word);
    if (isKind(name) && state !== undefined) return { kind: name, state };
    throw new InvalidArgumentError(
      `must be KIND=on, KIND=off or KIND=default, KIND one of ${REDACTION_KINDS.join(', ')}.`,
    );
  });
  return [...before, ...switches];
}

const STATES = new Map<string, KindSwitch['state']>([
  ['on', true],
  ['off', false],
  ['default', 'default'],
]);

/** `email=hash,card=last4`, `kind` for all kinds; may be given more than once. */
export function parseMarkers(value: string, before: MarkerChoice[] = []): MarkerChoice[] {
  const choices = value.split(',').map((part): MarkerChoice => {
    const [name = '', word = ''] = part.includes('=')
      ? part.trim().split('=')
      : ['all', part.trim()];
    const style = [...MARKER_STYLES, 'default' as const].find((candidate) => candidate === word);
    const kind = name === 'own' || name === 'all' || isKind(name) ? name : undefined;
    if (kind === undefined || style === undefined) {
      throw new InvalidArgumentError(
        `must be KIND=STYLE or STYLE for all kinds, STYLE one of ${MARKER_STYLES.join(', ')}, default; KIND own or one of ${REDACTION_KINDS.join(', ')}.`,
      );
    }
    if (style === 'last4' && kind !== 'card') {
      throw new InvalidArgumentError('must be last4 for cards only.');
    }
    return { kind, style };
  });
  return [...before, ...choices];
}

/** `employee_id=EMP-[0-9]{6}`, proved linear; may be given more than once. */
export function parsePattern(value: string, before: OwnPattern[] = []): OwnPattern[] {
  const at = value.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('must be NAME=REGULAR_EXPRESSION.');
  const own = { name: value.slice(0, at), pattern: value.slice(at + 1) };
  const fault = proveLinear(own.pattern);
  if (fault !== undefined) throw new InvalidArgumentError(fault);
  return [...before, own];
}

export function parseNames(value: string, before: string[] = []): string[] {
  return [...before, value];
}

/** A whole number from 1 to 36500, or `forever`. */
export function parseDays(value: string): number | 'forever' {
  if (value === 'forever') return value;
  const days = Number(value);
  if (Number.isInteger(days) && days >= 1 && days <= 36_500) return days;
  throw new InvalidArgumentError('must be 1 to 36500, or "forever".');
}

/** A whole number from 0, or `default`. */
export function parseCount(value: string): number | 'default' {
  if (value === 'default') return value;
  const count = Number(value);
  if (value.trim() !== '' && Number.isSafeInteger(count) && count >= 0) return count;
  throw new InvalidArgumentError('must be a whole number, 0 for no limit, or "default".');
}

function pick(change: number | string | undefined, current: number | undefined) {
  if (change === undefined) return current;
  return typeof change === 'number' ? change : undefined;
}

function withoutAbsent(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
