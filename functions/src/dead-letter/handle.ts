import type { CloudEvent } from 'firebase-functions';
import type { MessagePublishedData } from 'firebase-functions/pubsub';

import { type Origin, originOf } from '../contract/origin.js';
import { logEvent, logFailure } from '../telemetry/log.js';
import type { ReadTenant } from '../tenants/tenant-directory.js';
import type { createHeal } from './heal.js';
import type { createMustWait } from './must-wait.js';
import type { createRecord } from './record.js';
import { reportFate, reportRecorded } from './report.js';
import { type ArrivedLetter, toRecord, withExpiry } from './to-record.js';

export interface RecordDeps {
  record: ReturnType<typeof createRecord>;
  heal: ReturnType<typeof createHeal>;
  mustWait: ReturnType<typeof createMustWait>;
  findTenant: ReadTenant;
}

/**
 * Writes each dead letter once, where its tenant's admins can see it, and sends back those that
 * exist only because the store was unavailable. A throw means redelivery: crashing at any point has
 * the same effect.
 */
export function createHandle({ record, heal, mustWait, findTenant }: RecordDeps) {
  /** Resolves to whether it must be redelivered to wait for its turn. */
  const take = async (arrived: ArrivedLetter, about: Arriving): Promise<boolean> => {
    if (mustWait(arrived)) return true;
    const { tenantId } = arrived;
    const { messageId, data, begun, origin } = about;
    const tenant = tenantId === undefined ? undefined : await findTenant(tenantId);
    if (tenantId !== undefined && tenant?.deleted) {
      logEvent('dead_letter_discarded', { message_id: messageId, tenant_id: tenantId }, origin);
      return false;
    }
    const letter = withExpiry(arrived, tenant?.settings.retention_days);
    const recorded = await record(letter);
    if (recorded.arrival === 'old') return false;
    if (recorded.arrival === 'new') reportRecorded(letter, begun, origin);
    const shards = tenant?.settings.shards ?? 1;
    const fate = await heal(letter, recorded, { data, origin, shards });
    reportFate(letter, fate, origin);
    return fate.kind === 'waits';
  };

  return async ({ data: { message } }: CloudEvent<MessagePublishedData>): Promise<void> => {
    const begun = performance.now();
    const { messageId, publishTime, attributes } = message;
    const origin = originOf(attributes);
    let tenantId: string | undefined;
    let isWaiting: boolean;
    try {
      const data = Buffer.from(message.data ?? '', 'base64');
      const arrived = toRecord({ messageId, publishTime, data, attributes });
      ({ tenantId } = arrived);
      isWaiting = await take(arrived, { messageId, data, begun, origin });
    } catch (error) {
      reportFailed(error, { messageId, tenantId, origin });
      // Without a cause: the platform logs whatever is thrown, and a cause may quote a log.
      // oxlint-disable-next-line preserve-caught-error
      throw new Error('the dead letter could not be recorded yet and is delivered again');
    }
    if (isWaiting) throw new WaitsForItsTurn();
  };
}

interface Arriving {
  messageId: string;
  data: Buffer;
  /** By `performance.now()`. */
  begun: number;
  origin: Origin;
}

class WaitsForItsTurn extends Error {
  constructor() {
    super('the dead letter waits for its turn and is delivered again');
    // The platform logs it each time, and the stack tells nothing.
    this.stack = String(this);
  }
}

function reportFailed(
  error: unknown,
  about: { messageId: string; tenantId: string | undefined; origin: Origin },
): void {
  const fields = { message_id: about.messageId, tenant_id: about.tenantId };
  logFailure('dead_letter_failed', error, fields, about.origin);
}
