import { createHash } from 'node:crypto';

import { LRUCache } from 'lru-cache';

import {
  ALERT_MESSAGE_VERSION,
  type AlertMatch,
  type MatchMessage,
} from '../contract/alert-messages.js';
import type { Envelope } from '../contract/log-message.js';
import type { Origin } from '../contract/origin.js';
import type { ProcessedLog } from '../contract/processed-log.js';
import type { Tenant, WatchedAlert } from '../contract/tenant.js';
import { type Instant, toRfc3339 } from '../contract/instant.js';
import { isRecord } from '../lib/is-record.js';
import { MAX_NOTICE_LINE_LENGTH, MAX_NOTICE_LINES, MAX_REMEMBERED } from '../limits.js';
import { compareInstants } from '../search/index.js';
import { createCompileAlerts } from './compile-alerts.js';

/** Resolves once Pub/Sub has the message; rejects where that is not known. */
export type PublishMatches = (message: MatchMessage, origin: Origin) => Promise<void>;

/** A log that was stored. */
export interface StoredLog {
  logId: string;
  documents: { log: ProcessedLog };
}

/** What one alert asks for of a message. */
interface Found {
  alert: WatchedAlert;
  /** Of the logs' ids; parts of one log are one. */
  logs: Set<string>;
  /** The first by time, in order. */
  lines: { log_id: string; at: Instant; log: ProcessedLog }[];
}

/**
 * Holds what is stored of a message against its tenant's alerts, and publishes what they ask for: one
 * message for all of them, or none. A tenant without alerts costs nothing.
 */
export function createWatch(publish: PublishMatches) {
  const findersOf = createCompileAlerts();
  /** Of alerts that wait for no log: the last minute in which one was told of. */
  const told = new LRUCache<string, number>({ max: MAX_REMEMBERED });

  return (envelope: Envelope, tenant: Tenant, origin: Origin) => {
    const findAlerts = findersOf(tenant);
    if (findAlerts === undefined) return undefined;
    const { tenant_id: tenantId, received_at: receivedAt } = envelope;
    const minute = Math.floor(Date.parse(receivedAt) / 60_000);
    const keyOf = ({ id }: WatchedAlert) => `${tenantId}/${id}`;
    const isTold = (alert: WatchedAlert) =>
      alert.condition.kind === 'none' && (told.get(keyOf(alert)) ?? -1) >= minute;
    const found = new Map<string, Found>();

    return {
      onStored({ logId, documents: { log } }: StoredLog): void {
        for (const alert of findAlerts(log, logId)) {
          if (!isTold(alert)) add(found, alert, logId, log);
        }
      },

      prepareReport(): (() => Promise<void>) | undefined {
        if (found.size === 0) return undefined;
        const all = [...found.values()];
        const message: MatchMessage = {
          version: ALERT_MESSAGE_VERSION,
          tenant_id: tenantId,
          batch: nameOf(envelope),
          received_at: receivedAt,
          matches: all.map(toMatch),
        };
        return async () => {
          await publish(message, origin);
          for (const { alert } of all) {
            if (alert.condition.kind === 'none') told.set(keyOf(alert), minute);
          }
        };
      },
    };
  };
}

function add(
  found: Map<string, Found>,
  alert: WatchedAlert,
  logId: string,
  log: ProcessedLog,
): void {
  const known = found.get(alert.id);
  // Of an alert that waits for no log, it is enough to know that there was one.
  if (known !== undefined && alert.condition.kind === 'none') return;
  const { logs, lines }: Found = known ?? { alert, logs: new Set(), lines: [] };
  if (known === undefined) found.set(alert.id, { alert, logs, lines });
  const id = hash(log.split?.id ?? logId).slice(0, 16);
  if (logs.has(id)) return;
  logs.add(id);
  if (alert.condition.kind === 'none') return;
  const last = lines.at(-1);
  if (lines.length < MAX_NOTICE_LINES || (last && compareInstants(log.time, last.at) < 0)) {
    lines.push({ log_id: logId, at: log.time, log });
    lines.sort((a, b) => compareInstants(a.at, b.at));
    lines.length = Math.min(lines.length, MAX_NOTICE_LINES);
  }
}

function toMatch({ alert, logs, lines }: Found): AlertMatch {
  const { id: alert_id, condition } = alert;
  return {
    alert_id,
    condition,
    logs: [...logs],
    lines: lines.map(({ log_id, at, log: { severity, modified_data } }) => ({
      log_id,
      time: toRfc3339(at),
      ...(severity !== undefined && { severity }),
      text: modified_data.slice(0, MAX_NOTICE_LINE_LENGTH).toWellFormed(),
    })),
  };
}

/** The same at each delivery of a message, and when it is replayed. */
function nameOf({ tenant_id, received_at, logs: [first] }: Envelope): string {
  const id = isRecord(first) ? String(first['log_id']) : '';
  return hash(`${tenant_id}\n${received_at}\n${id}`).slice(0, 32);
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
