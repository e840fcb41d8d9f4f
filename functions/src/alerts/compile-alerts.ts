import { LRUCache } from 'lru-cache';

import type { Tenant, WatchedAlert } from '../contract/tenant.js';
import { MAX_REMEMBERED_ALERT_SETS } from '../limits.js';
import { compileForStored, type IndexedLog, parseQuery } from '../search/index.js';

/** A tenant's alerts, ready to be held against its logs. */
export type FindAlerts = (log: IndexedLog) => WatchedAlert[];

/**
 * Compiles a tenant's alerts once a change of them or of its search; `undefined` for a tenant without
 * any. An alert whose query cannot be read asks for nothing.
 */
export function createCompileAlerts(): (tenant: Tenant) => FindAlerts | undefined {
  const known = new WeakMap<Tenant, FindAlerts>();
  // A tenant is read again every minute, and comes as another object then.
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
  return (log) => find(log).flatMap((place) => readable[place]?.alert ?? []);
}
