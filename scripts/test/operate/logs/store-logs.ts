import assert from 'node:assert/strict';

import { createLogStore } from '../../../../functions/src/adapters/log-store.js';
import type { Log } from '../../../../functions/src/contract/log-message.js';
import { tenantSchema, type TenantSettings } from '../../../../functions/src/contract/tenant.js';
import { createRedactionOptions } from '../../../../functions/src/process/redaction-options.js';
import { createStoreLogs } from '../../../../functions/src/process/store-logs.js';
import { emulatedDocuments } from '../../../../harness/support/firestore.js';
import { logMessage } from '../../../../harness/support/messages.js';

const AT_ONCE = 500;

/** Stores logs as the worker does, in messages of 500. */
export async function storeLogs(
  tenantId: string,
  settings: Partial<TenantSettings>,
  logs: readonly Log[],
): Promise<void> {
  const storeAll = createStoreLogs({
    store: createLogStore(20_000, emulatedDocuments()),
    now: () => new Date(),
    redactionOf: createRedactionOptions({}),
  });
  const tenant = tenantSchema.parse({ settings });
  for (let at = 0; at < logs.length; at += AT_ONCE) {
    const message = logMessage(tenantId, ...logs.slice(at, at + AT_ONCE));
    const outcomes = await storeAll({ ...message, logs: message.logs }, tenant);
    assert.ok(outcomes.every(({ kind }) => kind === 'stored'));
  }
}
