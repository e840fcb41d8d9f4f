import { createDeadLetterPublisher, createMatchPublisher } from '../adapters/publishers.js';
import { createLogStore } from '../adapters/log-store.js';
import { createReadTenant } from '../adapters/tenant-store.js';
import { createWatch } from '../alerts/watch.js';
import * as config from '../config.js';
import { once } from '../lib/once.js';
import { createHandle } from '../process/handle.js';
import { createRedactionOptions } from '../process/redaction-options.js';
import { createStoreLogs } from '../process/store-logs.js';
import { createTenantDirectory } from '../tenants/tenant-directory.js';

/** The worker and its dependencies, from the parameters; call it at the first message. */
export const handle = once(() => {
  const { alertsTopic, deadLetterTopic, publishTimeoutMs, redaction, storeTimeoutMs } =
    config.settings();
  return createHandle({
    findTenant: createTenantDirectory(createReadTenant(storeTimeoutMs)),
    storeLogs: createStoreLogs({
      store: createLogStore(storeTimeoutMs),
      now: () => new Date(),
      redactionOf: createRedactionOptions(redaction),
    }),
    watch: createWatch(createMatchPublisher(alertsTopic, publishTimeoutMs)),
    publishDeadLetter: createDeadLetterPublisher(deadLetterTopic, publishTimeoutMs),
  });
});
