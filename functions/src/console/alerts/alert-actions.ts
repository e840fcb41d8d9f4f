import type { PublishNotice } from '../../alerts/send.js';
import { sendNotice } from '../../alerts/send.js';
import {
  type DeleteAlertInput,
  deleteAlertInput,
  type DeleteAlertOutput,
  type RotateAlertSecretInput,
  rotateAlertSecretInput,
  type RotateAlertSecretOutput,
  type SilenceAlertInput,
  silenceAlertInput,
  type SilenceAlertOutput,
  type TestAlertInput,
  testAlertInput,
  type TestAlertOutput,
} from '../../contract/console-alerts.js';
import { toRfc3339 } from '../../contract/instant.js';
import { TEST_PAUSE_SECONDS } from '../../limits.js';
import type { Action } from '../call.js';
import { Refusal, type RequireActive } from '../refusal.js';
import { noSuchAlert } from './save-alert.js';
import type { AlertAdmin } from './store.js';

/** Silences an alert of the caller's tenant for a while. */
export function createSilenceAlert(
  store: Pick<AlertAdmin, 'silence'>,
): Action<SilenceAlertInput, SilenceAlertOutput> {
  return {
    input: silenceAlertInput,
    async run(tenantId, { alert_id, minutes }) {
      const silenced = await store.silence(tenantId, alert_id, minutes);
      if (silenced === undefined) throw noSuchAlert();
      const { silenced_until: until } = silenced;
      return { alert_id, ...(until !== undefined && { silenced_until: toRfc3339(until) }) };
    },
  };
}

/** Sends a test notice to all targets of an alert. */
export function createTestAlert({
  requireActive,
  store,
  publish,
}: {
  requireActive: RequireActive;
  store: Pick<AlertAdmin, 'test'>;
  publish: PublishNotice;
}): Action<TestAlertInput, TestAlertOutput> {
  return {
    input: testAlertInput,
    async run(tenantId, { alert_id }) {
      await requireActive(tenantId);
      const made = await store.test(tenantId, alert_id);
      if (made.kind === 'no_alert') throw noSuchAlert();
      if (made.kind === 'too_soon') {
        throw new Refusal(
          'failed-precondition',
          `The alert was tested just now: wait ${TEST_PAUSE_SECONDS} seconds.`,
        );
      }
      const { noticeId, targets } = made;
      await sendNotice(publish, { tenantId, noticeId, targets });
      return { alert_id, notice_id: noticeId };
    },
  };
}

/** Deletes an alert of the caller's tenant; its notices are kept. */
export function createDeleteAlert(
  store: Pick<AlertAdmin, 'remove'>,
): Action<DeleteAlertInput, DeleteAlertOutput> {
  return {
    input: deleteAlertInput,
    async run(tenantId, { alert_id }) {
      if (!(await store.remove(tenantId, alert_id))) throw noSuchAlert();
      return { alert_id };
    },
  };
}

/** Gives a webhook of an alert a new secret, and shows it once. */
export function createRotateAlertSecret({
  requireActive,
  store,
  newSecret,
}: {
  requireActive: RequireActive;
  store: Pick<AlertAdmin, 'rotate'>;
  newSecret: () => string;
}): Action<RotateAlertSecretInput, RotateAlertSecretOutput> {
  return {
    input: rotateAlertSecretInput,
    async run(tenantId, { alert_id, target_id }) {
      await requireActive(tenantId);
      const secret = newSecret();
      const rotated = await store.rotate(tenantId, alert_id, target_id, secret);
      if (rotated === undefined) {
        throw new Refusal('not-found', 'The alert has no such webhook.');
      }
      return { alert_id, target_id, secret, old_until: toRfc3339(rotated.oldUntil) };
    },
  };
}
