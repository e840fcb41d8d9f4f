import { HttpsError } from 'firebase-functions/https';

import { log, type LogFields } from '../adapters/log.js';
import type { Call } from './call.js';
import type { Token } from './caller.js';
import { Refusal } from './refusal.js';

/** A call as the platform wants it: what is refused is an `HttpsError`, and who did what is logged. */
export function createAnswer<Output extends object>(action: string, call: Call<Output>) {
  return async (auth: Token | undefined, data: unknown): Promise<Output> => {
    try {
      const { tenantId, output } = await call(auth, data);
      log.info('console_action', {
        action,
        uid: auth?.uid,
        tenant_id: tenantId,
        ...subjectOf(output),
      });
      return output;
    } catch (error) {
      if (error instanceof Refusal) {
        log.warn('console_refused', { action, uid: auth?.uid, reason: error.code });
        throw new HttpsError(error.code, error.message);
      }
      log.error('console_failed', error, { action, uid: auth?.uid });
      throw new HttpsError('internal', 'The gateway failed. Try again.');
    }
  };
}

/** What was acted on, by its id. The key itself is a secret, and no field here. */
function subjectOf(output: object): LogFields {
  const { dead_letter_id, key_id } = output as { dead_letter_id?: string; key_id?: string };
  return { dead_letter_id, key_id };
}
