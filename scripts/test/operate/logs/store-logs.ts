import assert from 'node:assert/strict';

import { createLogStore } from '../../../../functions/src/adapters/log-store.js';
import type { Log } from '../../../../functions/src/contract/log-message.js';
import { tenantSchema, type TenantSettings } from '../../../../functions/src/contract/tenant.js';
import { createRedactionOptions } from '../../../../functions/src/process/redaction-options.js';
import { createStoreLogs } from '../../../../functions/src/process/store-logs.js';
import { emulatedDocuments } from '../../../../harness/support/firestore.js';
import { logMessage } from '../../../../harness/support/messages.js';

const AT_ONCE = 500;

/** Stores logs of a project as the worker does, in messages of 500. */
export async function storeLogs(
  projectId: string,
  tenantId: string,
  settings: Partial<TenantSettings>,
  logs: readonly Log[],
): Promise<void> {
  const storeAll = createStoreLogs({
    store: createLogStore(20_000, emulatedDocuments({ projectId })),
    now: () => new Date(),
    redactionOf: createRedactionOptions({}),
  });
  const tenant = tenantSchema.parse({ settings });
  for (let at = 0; at < logs.length; at += AT_ONCE) {
    const message = logMessage(tenantId, ...logs.slice(at, at + AT_ONCE));
    // As Pub/Sub redelivers what a busy emulator did not answer in time.
    let left = message.logs.length;
    for (let delivery = 1; left > 0; delivery += 1) {
      assert.ok(delivery <= 5, `${left} logs are not stored`);
      const outcomes = await storeAll(message, tenant);
      assert.ok(outcomes.every(({ kind }) => kind !== 'dead_letter'));
      left = outcomes.filter(({ kind }) => kind === 'retry').length;
    }
  }
}
