import type { Instant } from './instant.js';

/** How much of a tenant's logs is indexed: `full` words and fields, `fields` only fields. */
export const SEARCH_MODES = ['full', 'fields', 'off'] as const;

export type SearchMode = (typeof SEARCH_MODES)[number];

/**
 * The document at `tenants/{tenant_id}/reader/settings`: the settings that a tenant's readers need
 * to query its logs. If there is none, {@link DEFAULT_READER_SETTINGS} apply.
 */
export interface ReaderSettings {
  /** Logs are in shards 0 to `shards` - 1; it only ever grows. */
  shards: number;
  search: SearchMode;
  /**
   * Logs stored before were indexed less, or not at all; absent: all are indexed as `search` says.
   */
  search_since?: Instant;
  original_text: 'document' | 'restricted' | 'none';
  /** Absent: logs are kept for ever. */
  retention_days?: number;
}

export const DEFAULT_READER_SETTINGS: ReaderSettings = {
  shards: 1,
  search: 'full',
  original_text: 'document',
};

/** From the document's fields, with times as instants; anything invalid becomes the default. */
export function toReaderSettings(fields: Readonly<Record<string, unknown>>): ReaderSettings {
  const { shards, search, search_since, original_text, retention_days } = fields;
  return {
    shards: isCount(shards) ? shards : 1,
    search: SEARCH_MODES.find((mode) => mode === search) ?? 'full',
    ...(isInstant(search_since) && { search_since }),
    original_text:
      original_text === 'restricted' || original_text === 'none' ? original_text : 'document',
    ...(isCount(retention_days) && { retention_days }),
  };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

const isInstant = (value: unknown): value is Instant =>
  typeof value === 'object' && value !== null && 'seconds' in value && 'nanos' in value;
