import { LRUCache } from 'lru-cache';

import type { Tenant, WatchedAlert } from '../contract/tenant.js';
import { MAX_REMEMBERED_ALERT_SETS } from '../limits.js';
import { compileForStored, type IndexedLog, parseQuery } from '../search/index.js';

/** A tenant's alerts, ready to be matched against its logs. */
export type FindAlerts = (log: IndexedLog, logId: string) => WatchedAlert[];

/**
 * Compiles a tenant's alerts once per change of the alerts or of its search mode; `undefined` for a
 * tenant without alerts. An alert whose query cannot be parsed matches nothing.
 */
export function createCompileAlerts(): (tenant: Tenant) => FindAlerts | undefined {
  const known = new WeakMap<Tenant, FindAlerts>();
  // Tenants are re-read every minute, and each time the object is a new one.
  const compiled = new LRUCache<string, FindAlerts>({ max: MAX_REMEMBERED_ALERT_SETS });
  return (tenant) => {
    const { alerts = [], settings } = tenant;
    if (alerts.length === 0) return undefined;
    const found = known.get(tenant);
    if (found !== undefined) return found;
    const key = `${settings.search} ${JSON.stringify(alerts)}`;
    const find = compiled.get(key) ?? compile(alerts, settings.search);
    compiled.set(key, find);
    known.set(tenant, find);
    return find;
  };
}

function compile(alerts: readonly WatchedAlert[], mode: Tenant['settings']['search']): FindAlerts {
  const readable = alerts.flatMap((alert) => {
    const parsed = parseQuery(alert.query);
    return parsed.ok ? [{ alert, query: parsed.query }] : [];
  });
  const find = compileForStored(
    readable.map(({ query }) => query),
    mode,
  );
  return (log, logId) => find(log, logId).flatMap((place) => readable[place]?.alert ?? []);
}
