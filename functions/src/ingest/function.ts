import { onRequest } from 'firebase-functions/https';

import { log } from '../adapters/log.js';
import { createLogPublisher } from '../adapters/log-publisher.js';
import { createLeaseQuota } from '../adapters/quota-store.js';
import { createReadKey, createReadTenant } from '../adapters/tenant-store.js';
import * as config from '../config.js';
import { ADMISSION_TIMEOUT_MS } from '../limits.js';
import { createKeyDirectory } from '../tenants/key-directory.js';
import { createQuotas } from '../tenants/quotas.js';
import { createTenantDirectory } from '../tenants/tenant-directory.js';
import { createAcceptLog } from './accept-log.js';
import { createAdmit } from './admit.js';
import { type Authenticate, authenticateByKey, authenticateNobody } from './authenticate.js';
import { answerWith } from './express.js';
import { bypassPlatformParser } from './platform-parser.js';
import { createRouter } from './router.js';

// Set by the platform and by the emulator. The worker's events need the platform's parser.
if (process.env['FUNCTION_TARGET'] === 'ingest') bypassPlatformParser();

const now = () => new Date();

/** `POST /ingest`, `GET /health`: takes logs, and answers 202 once Pub/Sub has them. */
export const ingest = onRequest(
  {
    region: config.region,
    invoker: 'public',
    memory: '512MiB',
    concurrency: 80,
    timeoutSeconds: 60,
  },
  answerWith(() => {
    const { topic, ingestAuth, publishTimeoutMs, quota } = config.settings();
    return createRouter({
      acceptLog: createAcceptLog({
        authenticate: authenticator(ingestAuth),
        admit: createAdmit({
          findTenant: createTenantDirectory(createReadTenant(ADMISSION_TIMEOUT_MS)),
          takeQuota: createQuotas(createLeaseQuota(ADMISSION_TIMEOUT_MS)),
          defaultQuota: quota,
        }),
        publish: createLogPublisher(topic, publishTimeoutMs),
        now,
      }),
      now,
      onUnexpected: (error) => log.error('ingest_failed', error),
    });
  }),
);

function authenticator(mode: config.Settings['ingestAuth']): Authenticate {
  if (mode !== 'open') {
    return authenticateByKey(createKeyDirectory(createReadKey(ADMISSION_TIMEOUT_MS)));
  }
  if (process.env['FUNCTIONS_EMULATOR'] !== 'true') {
    log.warn('ingest_open', { detail: 'INGEST_AUTH=open: anyone can write logs for any tenant' });
  }
  return authenticateNobody;
}
