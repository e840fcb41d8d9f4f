import { InvalidArgumentError } from 'commander';

import { type TenantSettings, tenantSettingsSchema } from '../../functions/src/contract/tenant.js';

/** What the command names; a word takes a setting back to its default. */
export interface SettingsOptions {
  originalText?: TenantSettings['original_text'];
  retentionDays?: number | 'forever';
  requestsPerMinute?: number | 'default';
  bytesPerMinute?: number | 'default';
}

export function changeSettings(current: TenantSettings, change: SettingsOptions): TenantSettings {
  const { original_text, retention_days, quota } = current;
  return tenantSettingsSchema.parse(
    withoutAbsent({
      original_text: change.originalText ?? original_text,
      retention_days: pick(change.retentionDays, retention_days),
      quota: withoutAbsent({
        requests_per_minute: pick(change.requestsPerMinute, quota.requests_per_minute),
        bytes_per_minute: pick(change.bytesPerMinute, quota.bytes_per_minute),
      }),
    }),
  );
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
  if (value !== '' && Number.isSafeInteger(count) && count >= 0) return count;
  throw new InvalidArgumentError('must be a whole number, 0 for no limit, or "default".');
}

function pick(change: number | string | undefined, current: number | undefined) {
  if (change === undefined) return current;
  return typeof change === 'number' ? change : undefined;
}

function withoutAbsent(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
