import { setTimeout as sleep } from 'node:timers/promises';

import { createDeadLetterStore } from '../adapters/dead-letter-store.js';
import { openTopic } from '../adapters/pubsub-rest/topic.js';
import { createReadTenant } from '../adapters/tenant-store.js';
import * as config from '../config.js';
import { createHandle } from '../dead-letter/handle.js';
import { createHeal } from '../dead-letter/heal.js';
import { createMustWait } from '../dead-letter/must-wait.js';
import { createPace } from '../dead-letter/pace.js';
import { createRecord } from '../dead-letter/record.js';
import { once } from '../lib/once.js';
import { createTenantDirectory } from '../tenants/tenant-directory.js';

/** The recorder and its dependencies, from the parameters; call it at the first message. */
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
  const pace = createPace(recorderInstances);
  return createHandle({
    record: createRecord(store),
    heal: createHeal({
      publish: (data, attributes) => publish({ data, attributes }),
      store,
      pace,
      rounds: healRounds,
      waitSeconds: healWaitSeconds,
      now: Date.now,
      sleep: (ms) => sleep(ms),
    }),
    mustWait: createMustWait({ pace, rounds: healRounds, now: Date.now }),
    findTenant: createTenantDirectory(createReadTenant(storeTimeoutMs)),
  });
});
