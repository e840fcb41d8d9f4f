import {
  collection,
  type DocumentData,
  type Firestore,
  limit,
  orderBy,
  query,
} from 'firebase/firestore';

import { MAX_ALERTS } from '../../../functions/src/limits.js';
import { TARGET_KINDS } from '../../../functions/src/contract/alert.js';
import type { NoticeDelivery } from '../../../functions/src/contract/alert.js';
import type { Alert, AlertCondition, AlertNotice } from '../documents/alert.js';
import { MAX_NOTICES } from '../limits.js';
import { type Listen, listenTo } from './listen.js';
import { toInstant } from './timestamps.js';
import { toText } from './to-log.js';

export interface AlertReader {
  /** All of the tenant's alerts, ordered by name; returns a function that stops listening. */
  alerts: Listen<Alert>;
  /** The newest notices. */
  notices: Listen<AlertNotice>;
}

/** Reads one tenant's alerts and their history, which all of its readers may see. */
export function createAlertReader(firestore: Firestore, tenant: string): AlertReader {
  const alerts = collection(firestore, 'tenants', tenant, 'alerts');
  const notices = collection(firestore, 'tenants', tenant, 'alert_notices');
  const ofTenant = listenTo(query(alerts, limit(MAX_ALERTS)), toAlert);
  return {
    alerts: (next, failed) =>
      ofTenant((found, fromCache) => {
        const byName = found.toSorted((a, b) => a.name.localeCompare(b.name));
        next(byName, fromCache);
      }, failed),
    notices: listenTo(query(notices, orderBy('fired_at', 'desc'), limit(MAX_NOTICES)), toNotice),
  };
}

const NEVER = { seconds: 0, nanos: 0 };
const timeOf = (value: unknown) => toInstant(value) ?? NEVER;
const kindOf = (value: unknown) => TARGET_KINDS.find((kind) => kind === value) ?? 'webhook';

function toAlert(id: string, data: DocumentData): Alert {
  const silenced_until = toInstant(data['silenced_until']);
  const targets: DocumentData[] = Array.isArray(data['targets']) ? data['targets'] : [];
  return {
    id,
    name: toText(data['name']),
    query: toText(data['query']),
    condition: toCondition(data['condition']),
    quiet_minutes: Number(data['quiet_minutes'] ?? 0),
    targets: targets.map((target) => ({
      id: toText(target['id']),
      kind: kindOf(target['kind']),
      label: toText(target['label']),
    })),
    ...(silenced_until && { silenced_until }),
    created_at: timeOf(data['created_at']),
    updated_at: timeOf(data['updated_at']),
  };
}

function toNotice(id: string, data: DocumentData): AlertNotice {
  const lines: DocumentData[] = Array.isArray(data['lines']) ? data['lines'] : [];
  const deliveries: Record<string, DocumentData> = data['deliveries'] ?? {};
  return {
    id,
    alert_id: toText(data['alert_id']),
    name: toText(data['name']),
    query: toText(data['query']),
    condition: toCondition(data['condition']),
    fired_at: timeOf(data['fired_at']),
    count: Number(data['count'] ?? 0),
    from: timeOf(data['from']),
    to: timeOf(data['to']),
    lines: lines.map((line) => ({
      log_id: toText(line['log_id']),
      time: timeOf(line['time']),
      text: toText(line['text']),
    })),
    ...(data['is_test'] === true && { is_test: true }),
    deliveries: Object.fromEntries(
      Object.entries(deliveries).map(([target, delivery]) => [target, toDelivery(delivery)]),
    ),
  };
}

function toDelivery(data: DocumentData): NoticeDelivery {
  const { state, reason } = data;
  return {
    state: state === 'delivered' || state === 'failed' ? state : 'pending',
    kind: kindOf(data['kind']),
    label: toText(data['label']),
    attempts: Number(data['attempts'] ?? 0),
    ...(typeof reason === 'string' && { reason }),
    at: timeOf(data['at']),
  };
}

function toCondition(value: unknown): AlertCondition {
  const { kind, matches, minutes } = (value ?? {}) as DocumentData;
  const waits = Number(minutes ?? 1);
  return kind === 'none'
    ? { kind, minutes: waits }
    : { kind: 'count', matches: Number(matches ?? 1), minutes: waits };
}
