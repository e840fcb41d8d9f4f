import { SEARCH_MODES } from './reader-settings.js';
import type { TenantSettings } from './tenant.js';
import { DIRECTORY_TTL_MS } from '../limits.js';

/**
 * The settings after a change, with the time from which on all logs are indexed as they say: where
 * more is indexed than before, once every worker knows it.
 */
export function withSearchSince(
  before: TenantSettings,
  after: TenantSettings,
  now: Date,
): TenantSettings {
  if (rank(after) >= rank(before)) return after;
  return { ...after, search_since: new Date(now.getTime() + DIRECTORY_TTL_MS).toISOString() };
}

/** From the most that is indexed to the least. */
const rank = ({ search }: TenantSettings) => SEARCH_MODES.indexOf(search);
