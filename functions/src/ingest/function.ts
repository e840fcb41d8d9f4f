import { onRequest } from 'firebase-functions/https';

import { logEvent, logFailure } from '../adapters/log.js';
import { createLogPublisher } from '../adapters/log-publisher.js';
import { createReadStatus } from '../adapters/log-status-store.js';
import { createLeaseQuota } from '../adapters/quota-store.js';
import { createReadKey, createReadTenant } from '../adapters/tenant-store.js';
import * as config from '../config.js';
import { ADMISSION_TIMEOUT_MS, STATUS_TIMEOUT_MS } from '../limits.js';
import { createKeyDirectory } from '../tenants/key-directory.js';
import { createQuotas } from '../tenants/quotas.js';
import { createTenantDirectory } from '../tenants/tenant-directory.js';
import { createAcceptLogs } from './accept-logs.js';
import { createAdmit } from './admit.js';
import { type Authenticate, authenticateByKey, authenticateNobody } from './authenticate.js';
import { createCors } from './cors.js';
import { answerWith } from './express.js';
import { createLogStatus } from './log-status.js';
import { serveOpenApi } from './openapi/serve.js';
import { failureResponse } from './otlp/answer.js';
import { createExportLogs } from './otlp/export-logs.js';
import { bypassPlatformParser } from './platform-parser.js';
import { createWithBody } from './read-body.js';
import { createRouter } from './router.js';

// Set by the platform and by the emulator. The worker's events need the platform's parser.
if (process.env['FUNCTION_TARGET'] === 'ingest') bypassPlatformParser();

const now = () => new Date();

/**
 * The HTTP API: takes logs at `POST /ingest` and `POST /v1/logs`, and answers once Pub/Sub has
 * them. `GET /openapi.json` describes it.
 */
export const ingest = onRequest(
  {
    region: config.region,
    invoker: 'public',
    memory: '512MiB',
    concurrency: 80,
    timeoutSeconds: 60,
  },
  answerWith(() => {
    const { topic, ingestAuth, corsOrigins, publishTimeoutMs, quota } = config.settings();
    const authenticate = authenticator(ingestAuth);
    const admit = createAdmit({
      findTenant: createTenantDirectory(createReadTenant(ADMISSION_TIMEOUT_MS)),
      takeQuota: createQuotas(createLeaseQuota(ADMISSION_TIMEOUT_MS)),
      defaultQuota: quota,
    });
    const publish = createLogPublisher(topic, publishTimeoutMs);
    const intake = { authenticate, admit, publish, withBody: createWithBody(), now };
    const acceptLogs = createAcceptLogs(intake);
    const readStatus = createReadStatus(STATUS_TIMEOUT_MS);
    return createRouter({
      routes: [
        // The function's own URL ends in /ingest, so that its root is that path.
        { path: '/', name: 'ingest', methods: { POST: acceptLogs } },
        { path: '/ingest', name: 'ingest', methods: { POST: acceptLogs } },
        {
          path: '/v1/logs',
          name: 'otlp',
          methods: { POST: createExportLogs(intake) },
          failure: failureResponse,
        },
        {
          path: '/v1/logs/{log_id}',
          name: 'status',
          methods: { GET: createLogStatus({ authenticate, admit, readStatus }) },
        },
        { path: '/openapi.json', name: 'openapi', methods: { GET: serveOpenApi } },
      ],
      cors: createCors(corsOrigins),
      now,
      onUnexpected: (error, { origin }) => logFailure('ingest_failed', error, {}, origin),
    });
  }),
);

function authenticator(mode: config.Settings['ingestAuth']): Authenticate {
  if (mode !== 'open') {
    return authenticateByKey(createKeyDirectory(createReadKey(ADMISSION_TIMEOUT_MS)));
  }
  if (process.env['FUNCTIONS_EMULATOR'] !== 'true') {
    logEvent('ingest_open', {});
  }
  return authenticateNobody;
}
