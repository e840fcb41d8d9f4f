import {
  AggregateField,
  type DocumentSnapshot,
  FieldPath,
  type Firestore,
  Timestamp,
} from 'firebase-admin/firestore';

import type {
  AlertAddress,
  AlertState,
  AlertStore,
  Between,
  Firing,
  Known,
} from '../alerts/store.js';
import type { Alert, NoticeLine } from '../contract/alert.js';
import { readTenant } from '../contract/read-tenant.js';
import { isAlreadyExists } from '../lib/error-code.js';
import { withTimeout } from '../lib/with-timeout.js';
import { alertDocuments } from './alert-documents.js';
import { toNotice } from './alert-notice.js';
import { fromFirestore, millisOf, toFirestore } from './firestore-times.js';
import { openFirestore } from './firestore.js';

/** Alerts' state in Firestore. Rejects when Firestore does not answer within `timeoutMs`. */
export function createAlertStore(
  timeoutMs: number,
  firestore: Firestore = openFirestore(),
): AlertStore {
  const at = alertDocuments(firestore);
  const inTime = <T>(work: Promise<T>) => withTimeout(timeoutMs, work);

  const matches = ({ tenantId, alertId }: AlertAddress, { after, before }: Between) =>
    at
      .matches(tenantId)
      .where('alert_id', '==', alertId)
      .where('received_at', '>', Timestamp.fromMillis(after))
      .where('received_at', '<', Timestamp.fromMillis(before));

  return {
    async readState(alert) {
      return toState(await inTime(at.state(alert).get()));
    },

    async addMatches(alert, { batch, receivedAt, logs, lines }, expiresAt) {
      const reference = at.match(alert, batch);
      const document = {
        alert_id: alert.alertId,
        received_at: Timestamp.fromMillis(receivedAt),
        logs: logs.length,
        ids: logs,
        lines: lines.map(toFirestore),
        expires_at: Timestamp.fromMillis(expiresAt),
      };
      try {
        await inTime(reference.create(document));
      } catch (error) {
        if (!isAlreadyExists(error)) throw error;
        // A redelivery: an earlier attempt may have stored fewer of these logs, or more.
        await inTime(
          firestore.runTransaction(async (transaction) => {
            const known = await transaction.get(reference);
            const before: string[] = known.get('ids') ?? [];
            const ids = [...new Set([...before, ...logs])];
            if (ids.length === before.length) return;
            const shown = logs.length > before.length ? document.lines : known.get('lines');
            transaction.set(reference, { ...document, lines: shown, ids, logs: ids.length });
          }),
        );
      }
    },

    async countMatches(alert, between) {
      const query = matches(alert, between);
      const summed = await inTime(query.aggregate({ logs: AggregateField.sum('logs') }).get());
      return summed.data().logs ?? 0;
    },

    async listMatches(alert, between, most) {
      const query = matches(alert, between).orderBy('received_at').limit(most);
      const { docs } = await inTime(query.select('received_at', 'logs').get());
      return docs.map((snapshot) => ({
        batch: snapshot.id.slice(alert.alertId.length + 1),
        receivedAt: millisOf(snapshot.get('received_at')),
        logs: Number(snapshot.get('logs')),
      }));
    },

    async readLines(alert, batches) {
      if (batches.length === 0) return [];
      const references = batches.map((batch) => at.match(alert, batch));
      const found = await inTime(firestore.getAll(...references, { fieldMask: ['lines'] }));
      return found.flatMap((snapshot) => {
        const lines: object[] = snapshot.get('lines') ?? [];
        return lines.map((line) => fromFirestore<NoticeLine>(line));
      });
    },

    fire: (alert, decide) =>
      inTime(
        firestore.runTransaction(async (transaction) => {
          const [tenant, document, state, absence] = await transaction.getAll(
            at.tenant(alert),
            at.alert(alert),
            at.state(alert),
            at.absence(alert),
          );
          const { deleted, settings } = readTenant(tenant?.data() ?? {});
          const fields = document?.data();
          if (!tenant?.exists || deleted || fields === undefined) return { kind: 'gone' };
          const known: Known = {
            now: tenant.readTime.toMillis(),
            alert: fromFirestore<Alert>(fields),
            state: toState(state),
            absence: absence?.exists
              ? {
                  since: millisOf(absence.get('seen_at')),
                  dueAt: millisOf(absence.get('due_at')),
                }
              : undefined,
          };
          const verdict = decide(known);
          if (verdict.kind !== 'fires') return verdict;
          const fired = toFired(alert, known, verdict);
          const notice = toNotice(alert.alertId, known.alert, {
            ...verdict,
            now: known.now,
            retentionDays: settings.retention_days,
          });
          transaction.create(at.notice(alert.tenantId, fired.noticeId), toFirestore(notice));
          transaction.set(at.state(alert), toStateDocument(fired));
          return { kind: 'fired', state: fired };
        }),
      ),

    async markSent(alert, noticeId) {
      await inTime(
        firestore.runTransaction(async (transaction) => {
          const state = await transaction.get(at.state(alert));
          // If the alert was deleted meanwhile, there is nothing left to mark.
          if (state.get('notice_id') === noticeId) transaction.update(state.ref, { is_sent: true });
        }),
      );
    },

    async markSeen(alert, receivedAt) {
      await inTime(
        firestore.runTransaction(async (transaction) => {
          const absence = await transaction.get(at.absence(alert));
          if (!absence.exists) return;
          // Rounded up to the end of the minute: the worker reports one log a minute.
          const seenAt = Math.ceil((receivedAt + 1) / 60_000) * 60_000;
          if (seenAt <= millisOf(absence.get('seen_at'))) return;
          const dueAt = seenAt + Number(absence.get('minutes')) * 60_000;
          transaction.update(absence.ref, {
            seen_at: Timestamp.fromMillis(seenAt),
            due_at: Timestamp.fromMillis(Math.max(dueAt, millisOf(absence.get('due_at')))),
          });
        }),
      );
    },

    async listDue(now, most) {
      const due = firestore
        .collectionGroup('alert_absences')
        .where('due_at', '<=', Timestamp.fromMillis(now))
        .orderBy('due_at')
        .limit(most)
        .select(FieldPath.documentId());
      const { docs } = await inTime(due.get());
      return docs.map(({ id, ref }) => ({ alertId: id, tenantId: ref.parent.parent?.id ?? '' }));
    },

    async postpone(alert, until) {
      await inTime(
        firestore.runTransaction(async (transaction) => {
          const absence = await transaction.get(at.absence(alert));
          if (!absence.exists || millisOf(absence.get('due_at')) >= until) return;
          transaction.update(absence.ref, { due_at: Timestamp.fromMillis(until) });
        }),
      );
    },

    async forgetAbsence(alert) {
      await inTime(
        firestore.runTransaction(async (transaction) => {
          const document = await transaction.get(at.alert(alert));
          if (document.get('condition.kind') !== 'none') transaction.delete(at.absence(alert));
        }),
      );
    },
  };
}

function toFired({ alertId }: AlertAddress, { alert, state, now }: Known, firing: Firing) {
  const notices = (state?.notices ?? 0) + 1;
  return {
    notices,
    // Every instance that tries to make this notice gets the same id.
    noticeId: `${alertId}_${notices}`,
    targets: alert.targets.map(({ id }) => id),
    firedBy: firing.by,
    isSent: false,
    quietUntil: now + alert.quiet_minutes * 60_000,
    countedTo: firing.to,
  } satisfies AlertState;
}

const toStateDocument = (state: AlertState) => ({
  notices: state.notices,
  notice_id: state.noticeId,
  targets: state.targets,
  fired_by: state.firedBy,
  is_sent: state.isSent,
  quiet_until: Timestamp.fromMillis(state.quietUntil),
  counted_to: Timestamp.fromMillis(state.countedTo),
});

function toState(snapshot: DocumentSnapshot | undefined): AlertState | undefined {
  const fields = snapshot?.data();
  if (fields === undefined) return undefined;
  // An alert that was only changed has made no notice yet.
  return {
    notices: fields['notices'] ?? 0,
    noticeId: fields['notice_id'] ?? '',
    targets: fields['targets'] ?? [],
    firedBy: fields['fired_by'] ?? [],
    isSent: fields['is_sent'] ?? true,
    quietUntil: millisOf(fields['quiet_until']),
    countedTo: millisOf(fields['counted_to']),
  };
}
