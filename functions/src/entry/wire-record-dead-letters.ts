import { setTimeout as sleep } from 'node:timers/promises';

import { createDeadLetterStore } from '../adapters/dead-letter-store.js';
import { openTopic } from '../adapters/pubsub-rest/topic.js';
import { createReadTenant } from '../adapters/tenant-store.js';
import * as config from '../config.js';
import { createHandle } from '../dead-letter/handle.js';
import { createHeal } from '../dead-letter/heal.js';
import { createPace } from '../dead-letter/pace.js';
import { createRecord } from '../dead-letter/record.js';
import { once } from '../lib/once.js';
import { createTenantDirectory } from '../tenants/tenant-directory.js';

/** The recorder with all that it needs, from the parameters: call it with the first message. */
export const handle = once(() => {
  const {
    healRounds,
    healWaitSeconds,
    publishTimeoutMs,
    recorderInstances,
    storeTimeoutMs,
    topic,
  } = config.settings();
  const store = createDeadLetterStore(storeTimeoutMs);
  const publish = openTopic(topic, publishTimeoutMs);
  return createHandle({
    record: createRecord(store),
    heal: createHeal({
      publish: (data, attributes) => publish({ data, attributes }),
      store,
      pace: createPace(recorderInstances),
      rounds: healRounds,
      waitSeconds: healWaitSeconds,
      now: () => Date.now(),
      sleep: (ms) => sleep(ms),
    }),
    findTenant: createTenantDirectory(createReadTenant(storeTimeoutMs)),
  });
});
