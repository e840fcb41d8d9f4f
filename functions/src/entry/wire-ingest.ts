import { logEvent, logFailure } from '../telemetry/log.js';
import { createLogPublisher } from '../adapters/log-publisher.js';
import { createReadStatus } from '../adapters/log-status-store.js';
import { createLeaseQuota } from '../adapters/quota-store.js';
import { createReadKey, createReadTenant } from '../adapters/tenant-store.js';
import * as config from '../config.js';
import { ADMISSION_TIMEOUT_MS, STATUS_TIMEOUT_MS } from '../limits.js';
import { createKeyDirectory } from '../tenants/key-directory.js';
import { createQuotas } from '../tenants/quotas.js';
import { createTenantDirectory } from '../tenants/tenant-directory.js';
import { createAcceptLogs } from '../ingest/accept-logs.js';
import { createAdmit } from '../ingest/admission/admit.js';
import {
  type Authenticate,
  authenticateByKey,
  authenticateNobody,
  type CheckKey,
  createCheckKey,
} from '../ingest/admission/authenticate.js';
import { createScreen, type Screen } from '../ingest/admission/screen.js';
import { createCors } from '../ingest/http/cors.js';
import type { Serve } from './express.js';
import { createLogStatus } from '../ingest/http/log-status.js';
import { serveOpenApi } from '../ingest/http/openapi/serve.js';
import { failureResponse } from '../ingest/formats/otlp/answer.js';
import { createExportLogs } from '../ingest/formats/otlp/export-logs.js';
import { createWithBody } from '../ingest/http/read-body.js';
import { createRouter } from '../ingest/http/router.js';

const now = () => new Date();

/** The API with all that it needs, from the parameters: call it with the first request. */
export function wireIngest(): { serve: Serve; screen: Screen } {
  const { topic, ingestAuth, corsOrigins, publishTimeoutMs, quota } = config.settings();
  const { authenticate, checkKey } = authenticator(ingestAuth);
  const admit = createAdmit({
    findTenant: createTenantDirectory(createReadTenant(ADMISSION_TIMEOUT_MS)),
    takeQuota: createQuotas(createLeaseQuota(ADMISSION_TIMEOUT_MS)),
    defaultQuota: quota,
  });
  const publish = createLogPublisher(topic, publishTimeoutMs);
  const intake = { authenticate, admit, publish, withBody: createWithBody(), now };
  const acceptLogs = createAcceptLogs(intake);
  const readStatus = createReadStatus(STATUS_TIMEOUT_MS);
  const serve = createRouter({
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
  return { serve, screen: createScreen({ checkKey }) };
}

function authenticator(mode: config.Settings['ingestAuth']): {
  authenticate: Authenticate;
  checkKey: CheckKey | undefined;
} {
  if (mode !== 'open') {
    const findKey = createKeyDirectory(createReadKey(ADMISSION_TIMEOUT_MS));
    return { authenticate: authenticateByKey(findKey), checkKey: createCheckKey(findKey) };
  }
  if (process.env['FUNCTIONS_EMULATOR'] !== 'true') {
    logEvent('ingest_open', {});
  }
  return { authenticate: authenticateNobody, checkKey: undefined };
}
