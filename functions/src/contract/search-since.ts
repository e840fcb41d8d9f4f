import { SEARCH_MODES } from './reader-settings.js';
import type { TenantSettings } from './tenant.js';
import { DIRECTORY_TTL_MS } from '../limits.js';

/**
 * Settings after a change, with the time from which all logs are indexed as the settings say: if
 * the change indexes more, this is when every worker knows of it.
 */
export function withSearchSince(
  before: TenantSettings,
  after: TenantSettings,
  now: Date,
): TenantSettings {
  if (rank(after) >= rank(before)) return after;
  return { ...after, search_since: new Date(now.getTime() + DIRECTORY_TTL_MS).toISOString() };
}

/** From the most indexing to the least. */
const rank = ({ search }: TenantSettings) => SEARCH_MODES.indexOf(search);
