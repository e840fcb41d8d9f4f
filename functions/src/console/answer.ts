import { HttpsError } from 'firebase-functions/https';

import { logEvent, logFailure } from '../telemetry/log.js';
import type { ConsoleAction } from '../contract/console-actions.js';
import type { Call } from './call.js';
import type { Token } from './caller.js';
import { Refusal } from './refusal.js';

/** Resolves to a call's answer, or rejects with its error. */
export type Answer<Output> = (auth: Token | undefined, data: unknown) => Promise<Output>;

/** Wraps a call for the platform: refusals become an `HttpsError`, and who did what is logged. */
export function createAnswer<Output extends object>(
  action: ConsoleAction,
  call: Call<Output>,
): Answer<Output> {
  return async (auth, data) => {
    try {
      const { tenantId, output } = await call(auth, data);
      logEvent('console_action', {
        action,
        uid: auth?.uid,
        tenant_id: tenantId,
        ...subjectOf(output),
      });
      return output;
    } catch (error) {
      if (error instanceof Refusal) {
        logEvent('console_refused', { action, uid: auth?.uid, reason: error.code });
        throw new HttpsError(error.code, error.message);
      }
      logFailure('console_failed', error, { action, uid: auth?.uid });
      throw new HttpsError('internal', 'The gateway failed. Try again.');
    }
  };
}

/** The id of what was acted on. The key itself is a secret and never a field here. */
function subjectOf(output: object) {
  const { dead_letter_id, key_id, search_id, alert_id } = output as {
    dead_letter_id?: string;
    key_id?: string;
    search_id?: string;
    alert_id?: string;
  };
  return { dead_letter_id, key_id, search_id, alert_id };
}
