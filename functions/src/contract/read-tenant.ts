import { isRecord } from '../lib/is-record.js';
import { byKind } from './redaction-kinds.js';
import {
  type RedactionSettings,
  redactionSchema,
  type Tenant,
  tenantSchema,
  type TenantSettings,
  tenantSettingsSchema,
} from './tenant.js';
import { MAX_RETENTION_DAYS } from '../limits.js';

/**
 * Reads a tenant's document, which somebody may have edited by hand. An unreadable field counts as
 * the strictest setting that it may have meant, and is named in `unreadable`; the others hold.
 */
export function readTenant(document: Readonly<Record<string, unknown>>): Tenant {
  const parsed = tenantSchema.safeParse(document);
  if (parsed.success) return parsed.data;
  const unreadable: string[] = [];
  const { name, suspended, deleted, content_hash_key: key, settings } = document;
  // Unreadable alerts count as none: no log waits for them.
  const alerts = tenantSchema.shape.alerts.optional().safeParse(document['alerts'] ?? undefined);
  if (!alerts.success) unreadable.push('alerts');
  const isFlag = suspended == null || typeof suspended === 'boolean';
  if (!isFlag) unreadable.push('suspended');
  if (key != null && typeof key !== 'string') unreadable.push('content_hash_key');
  return {
    name: typeof name === 'string' ? name : '',
    suspended: isFlag ? suspended === true : true,
    settings: readSettings(settings, unreadable),
    deleted: deleted === true,
    ...(typeof key === 'string' && { content_hash_key: key }),
    ...(alerts.data !== undefined && { alerts: alerts.data }),
    unreadable,
  };
}

/**
 * Whether a log can be stored as the tenant wants. An unreadable pattern or key has no strict
 * reading: logs wait until it can be read.
 */
export function canStoreFor({ unreadable = [] }: Tenant): boolean {
  return !unreadable.some((field) => VITAL.has(field));
}

const VITAL = new Set(['content_hash_key', 'settings.redaction.patterns']);

function readSettings(sent: unknown, unreadable: string[]): TenantSettings {
  if (sent == null) return tenantSettingsSchema.parse({});
  // If it is not an object, nothing is known about any of its fields.
  const isLost = !isRecord(sent);
  const settings: Record<string, unknown> = isLost ? {} : { ...sent };
  for (const name of tenantSettingsSchema.keyof().options) {
    const value = settings[name];
    const isReadable = value == null || tenantSettingsSchema.shape[name].safeParse(value).success;
    if (isLost || !isReadable) settings[name] = STRICTEST[name](value, unreadable);
    if (settings[name] == null) delete settings[name];
  }
  return tenantSettingsSchema.parse(settings);
}

/** The replacements for unreadable settings; each records its name in `unreadable`. */
const STRICTEST = {
  original_text: (_value, unreadable) => {
    unreadable.push('settings.original_text');
    return 'none';
  },
  /**
   * Numbers are rounded towards earlier deletion; with anything else, nothing is deleted for good.
   */
  retention_days: (value, unreadable) => {
    unreadable.push('settings.retention_days');
    return typeof value === 'number' && value >= 1
      ? Math.min(Math.floor(value), MAX_RETENTION_DAYS)
      : undefined;
  },
  /** The gateway's default quota, for the counts that cannot be read. */
  quota: (value, unreadable) => {
    unreadable.push('settings.quota');
    const counts = isRecord(value) ? Object.entries(value) : [];
    return Object.fromEntries(
      counts.filter(([, count]) => Number.isSafeInteger(count) && Number(count) >= 0),
    );
  },
  redaction: readRedaction,
  /** The one shard that readers always query. */
  shards: (_value, unreadable) => {
    unreadable.push('settings.shards');
    return 1;
  },
  /** Terms reveal nothing that the log does not; without them its words cannot be searched. */
  search: (_value, unreadable) => {
    unreadable.push('settings.search');
    return 'full';
  },
  search_since: (_value, unreadable) => {
    unreadable.push('settings.search_since');
    return undefined;
  },
} satisfies {
  [Name in keyof Required<TenantSettings>]: (
    value: unknown,
    unreadable: string[],
  ) => TenantSettings[Name] | undefined;
};

/**
 * Redacts unreadable kinds and ignores unreadable markers; for patterns see {@link canStoreFor}.
 */
function readRedaction(sent: unknown, unreadable: string[]): RedactionSettings {
  const { kinds, markers, patterns } = isRecord(sent) ? sent : {};
  const { shape } = redactionSchema;
  const ownPatterns = shape.patterns.optional().safeParse(patterns ?? undefined);
  if (!ownPatterns.success || !isRecord(sent)) unreadable.push('settings.redaction.patterns');
  const readKinds = shape.kinds.optional().safeParse(kinds ?? undefined);
  if (!readKinds.success || !isRecord(sent)) unreadable.push('settings.redaction.kinds');
  // Without readable markers: `[REDACTED]`, as if there were no such setting.
  const readMarkers = shape.markers.optional().safeParse(markers ?? undefined);
  if (!readMarkers.success) unreadable.push('settings.redaction.markers');
  return {
    ...(readMarkers.data !== undefined && { markers: readMarkers.data }),
    ...(readKinds.success && readKinds.data !== undefined && { kinds: readKinds.data }),
    ...(!readKinds.success && { kinds: ALL_ON }),
    ...(ownPatterns.success && ownPatterns.data !== undefined && { patterns: ownPatterns.data }),
  };
}

const ALL_ON = byKind(() => true);
