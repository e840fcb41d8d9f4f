import { createDeadLetterStore } from '../adapters/dead-letter-store.js';
import { createReadTenant } from '../adapters/tenant-store.js';
import * as config from '../config.js';
import { createHandle } from '../dead-letter/handle.js';
import { once } from '../lib/once.js';
import { createTenantDirectory } from '../tenants/tenant-directory.js';

/** The recorder with all that it needs, from the parameters: call it with the first message. */
export const handle = once(() => {
  const { storeTimeoutMs } = config.settings();
  return createHandle({
    store: createDeadLetterStore(storeTimeoutMs),
    findTenant: createTenantDirectory(createReadTenant(storeTimeoutMs)),
  });
});
