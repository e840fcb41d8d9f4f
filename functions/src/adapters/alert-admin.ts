import { randomUUID } from 'node:crypto';

import {
  type DocumentSnapshot,
  FieldValue,
  type Firestore,
  Timestamp,
} from 'firebase-admin/firestore';

import type { AlertAdmin, AlertChange, StoredTarget } from '../console/alerts/store.js';
import { type Alert, type AlertSecrets, type AlertTarget, liveSecrets } from '../contract/alert.js';
import { fromMillis } from '../contract/instant.js';
import { readTenant } from '../contract/read-tenant.js';
import type { WatchedAlert } from '../contract/tenant.js';
import { MAX_ALERTS, MAX_OLD_SECRETS, OLD_SECRET_HOURS, TEST_PAUSE_SECONDS } from '../limits.js';
import { alertDocuments } from './alert-documents.js';
import { toNotice } from './alert-notice.js';
import { fromFirestore, millisOf, toFirestore } from './firestore-times.js';
import { openFirestore, toInstant } from './firestore.js';

const MINUTE_MS = 60_000;

const ALERT_FIELDS = [
  'name',
  'query',
  'condition',
  'quiet_minutes',
  'targets',
  'silenced_until',
  'created_at',
  'updated_at',
] as const satisfies (keyof Alert)[];

/** Alerts as their admins change them. */
export function createAlertAdmin(firestore: Firestore = openFirestore()): AlertAdmin {
  const at = alertDocuments(firestore);

  return {
    save: (tenantId, sentId, change) =>
      firestore.runTransaction(async (transaction) => {
        const address = { tenantId, alertId: sentId ?? randomUUID() };
        const { alertId } = address;
        const [tenant, alert, secrets] = await transaction.getAll(
          at.tenant(address),
          at.alert(address),
          at.secrets(address),
        );
        const known = readTenant(tenant?.data() ?? {});
        if (!tenant?.exists || known.deleted) return { kind: 'no_tenant' };
        if (sentId !== undefined && !alert?.exists) return { kind: 'no_alert' };
        const others = (known.alerts ?? []).filter(({ id }) => id !== alertId);
        if (sentId === undefined && others.length >= MAX_ALERTS) return { kind: 'too_many' };
        const targets = targetsOf(change.targets, secrets, alert);
        if (!Array.isArray(targets)) return targets;

        const now = tenant.readTime;
        const { name, query, condition, quiet_minutes } = change;
        const shown = targets.map(({ id, kind, label }): AlertTarget => ({ id, kind, label }));
        transaction.set(
          at.alert(address),
          {
            name,
            query,
            condition,
            quiet_minutes,
            targets: shown,
            silenced_until: alert?.get('silenced_until') ?? FieldValue.delete(),
            created_at: alert?.get('created_at') ?? now,
            updated_at: now,
          },
          // Replaces the condition as a whole: a merge would keep fields of the other kind.
          { mergeFields: [...ALERT_FIELDS] },
        );
        const testedAt: unknown = secrets?.get('tested_at');
        transaction.set(at.secrets(address), {
          ...toFirestore({
            targets: Object.fromEntries(targets.map(({ id, secret }) => [id, secret])),
          }),
          // A change does not end the pause between two tests.
          ...(testedAt !== undefined && { tested_at: testedAt }),
        });
        const watched: WatchedAlert = { id: alertId, query, condition };
        transaction.update(at.tenant(address), { alerts: [...others, watched] });
        // Counts made for another question say nothing about this one.
        if (alert?.exists && !isSameQuestion(alert, change)) {
          transaction.set(at.state(address), { counted_to: now }, { merge: true });
        }
        if (condition.kind === 'none') {
          const { minutes } = condition;
          const dueAt = Timestamp.fromMillis(now.toMillis() + minutes * MINUTE_MS);
          transaction.set(at.absence(address), { minutes, seen_at: now, due_at: dueAt });
        } else {
          transaction.delete(at.absence(address));
        }
        return { kind: 'saved', alertId, targets: shown };
      }),

    silence: (tenantId, alertId, minutes) =>
      firestore.runTransaction(async (transaction) => {
        const address = { tenantId, alertId };
        const [alert, absence] = await transaction.getAll(at.alert(address), at.absence(address));
        if (!alert?.exists) return undefined;
        const until = Timestamp.fromMillis(alert.readTime.toMillis() + minutes * MINUTE_MS);
        const silenced_until = minutes > 0 ? until : FieldValue.delete();
        transaction.update(alert.ref, { silenced_until });
        if (absence?.exists) {
          const { seen_at, minutes: waits } = absence.data() ?? {};
          const dueAt = Timestamp.fromMillis(millisOf(seen_at) + Number(waits) * MINUTE_MS);
          const later = minutes > 0 && until > dueAt ? until : dueAt;
          transaction.update(absence.ref, { due_at: later });
        }
        const instant = toInstant(until);
        return minutes > 0 && instant !== undefined ? { silenced_until: instant } : {};
      }),

    test: (tenantId, alertId) =>
      firestore.runTransaction(async (transaction) => {
        const address = { tenantId, alertId };
        const [tenant, alert, secrets] = await transaction.getAll(
          at.tenant(address),
          at.alert(address),
          at.secrets(address),
        );
        const fields = alert?.data();
        const { deleted, settings } = readTenant(tenant?.data() ?? {});
        if (!tenant?.exists || deleted || fields === undefined || !secrets?.exists) {
          return { kind: 'no_alert' };
        }
        const now = tenant.readTime;
        const lastMs = millisOf(secrets.get('tested_at'));
        if (now.toMillis() < lastMs + TEST_PAUSE_SECONDS * 1000) return { kind: 'too_soon' };
        const noticeId = randomUUID();
        const known = fromFirestore<Alert>(fields);
        const moment = now.toMillis();
        const notice = toNotice(alertId, known, {
          now: moment,
          count: 0,
          from: moment,
          to: moment,
          lines: [],
          retentionDays: settings.retention_days,
        });
        const document = toFirestore({ ...notice, is_test: true });
        transaction.create(at.notice(tenantId, noticeId), document);
        transaction.update(secrets.ref, { tested_at: now });
        return { kind: 'made', noticeId, targets: known.targets.map(({ id }) => id) };
      }),

    remove: (tenantId, alertId) =>
      firestore.runTransaction(async (transaction) => {
        const address = { tenantId, alertId };
        const [tenant, alert] = await transaction.getAll(at.tenant(address), at.alert(address));
        if (!alert?.exists) return false;
        if (tenant?.exists) {
          const { alerts = [] } = readTenant(tenant.data() ?? {});
          const others = alerts.filter(({ id }) => id !== alertId);
          transaction.update(tenant.ref, { alerts: others });
        }
        for (const document of [at.alert, at.secrets, at.state, at.absence]) {
          transaction.delete(document(address));
        }
        return true;
      }),

    rotate: (tenantId, alertId, targetId, secret) =>
      firestore.runTransaction(async (transaction) => {
        const reference = at.secrets({ tenantId, alertId });
        const snapshot = await transaction.get(reference);
        const { targets = {} } = fromFirestore<Partial<AlertSecrets>>(snapshot.data() ?? {});
        const target = Object.hasOwn(targets, targetId) ? targets[targetId] : undefined;
        if (target?.kind !== 'webhook') return undefined;
        const now = fromMillis(snapshot.readTime.toMillis());
        const oldUntil = { ...now, seconds: now.seconds + OLD_SECRET_HOURS * 3600 };
        // Earlier ones keep their full day: whoever loses the new secret rotates again at once.
        const old = liveSecrets(target.secrets, now)
          .map(({ secret: known, until = oldUntil }) => ({ secret: known, until }))
          .slice(0, MAX_OLD_SECRETS);
        const secrets = [{ secret }, ...old];
        const changed = { ...targets, [targetId]: { ...target, secrets } };
        transaction.update(reference, toFirestore({ targets: changed }));
        return { oldUntil };
      }),
  };
}

/** Keeps the secrets of targets that already exist. */
function targetsOf(
  sent: AlertChange['targets'],
  secrets: DocumentSnapshot | undefined,
  alert: DocumentSnapshot | undefined,
): StoredTarget[] | { kind: 'no_target'; id: string } {
  const { targets: stored = {} } = fromFirestore<Partial<AlertSecrets>>(secrets?.data() ?? {});
  const shown: AlertTarget[] = alert?.get('targets') ?? [];
  const found: StoredTarget[] = [];
  for (const target of sent) {
    if ('secret' in target) {
      found.push(target);
      continue;
    }
    const { id } = target;
    const known = shown.find((one) => one.id === id);
    const secret = Object.hasOwn(stored, id) ? stored[id] : undefined;
    const isTwice = found.some((one) => one.id === id);
    if (known === undefined || secret === undefined || isTwice) return { kind: 'no_target', id };
    found.push({ ...known, secret });
  }
  return found;
}

function isSameQuestion(alert: DocumentSnapshot, { query, condition }: AlertChange): boolean {
  const before = alert.get('condition') ?? {};
  return (
    alert.get('query') === query &&
    Object.entries(condition).every(([name, value]) => before[name] === value)
  );
}
