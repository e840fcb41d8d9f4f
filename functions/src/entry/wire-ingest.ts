import { logEvent, logFailure } from '../telemetry/log.js';
import { createVerifyToken } from '../adapters/google-tokens.js';
import { createLogPublisher } from '../adapters/publishers.js';
import { createReadStatus } from '../adapters/log-status-store.js';
import { createLeaseQuota } from '../adapters/quota-store.js';
import { createListKeys, createReadKey, createReadTenant } from '../adapters/tenant-store.js';
import * as config from '../config.js';
import { ADMISSION_TIMEOUT_MS, STATUS_TIMEOUT_MS, TOKEN_TIMEOUT_MS } from '../limits.js';
import { createKeyDirectory } from '../tenants/key-directory.js';
import { createQuotas } from '../tenants/quotas.js';
import { createTenantDirectory } from '../tenants/tenant-directory.js';
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
import { createWithBody } from '../ingest/http/read-body.js';
import { createRouter } from '../ingest/http/router.js';
import { createRoutes } from '../ingest/routes.js';

/** The API and its dependencies, from the parameters; call it at the first request. */
export function wireIngest(): { serve: Serve; screen: Screen } {
  const settings = config.settings();
  const { topic, corsOrigins, publishTimeoutMs, quota } = settings;
  const { authenticate, ...screened } = authenticator(settings);
  const serve = createRouter({
    routes: createRoutes({
      authenticate,
      admit: createAdmit({
        findTenant: createTenantDirectory(createReadTenant(ADMISSION_TIMEOUT_MS)),
        takeQuota: createQuotas(createLeaseQuota(ADMISSION_TIMEOUT_MS)),
        defaultQuota: quota,
      }),
      publish: createLogPublisher(topic, publishTimeoutMs),
      withBody: createWithBody(),
      readStatus: createReadStatus(STATUS_TIMEOUT_MS),
      now: () => new Date(),
    }),
    cors: createCors(corsOrigins),
    onUnexpected: (error, { origin }) => logFailure('ingest_failed', error, {}, origin),
  });
  return { serve, screen: createScreen(screened) };
}

function authenticator({ ingestAuth, pushAudience }: config.Settings): {
  authenticate: Authenticate;
  checkKey: CheckKey | undefined;
  takesTokens?: boolean;
} {
  if (ingestAuth !== 'open') {
    const findKey = createKeyDirectory(
      createReadKey(ADMISSION_TIMEOUT_MS),
      createListKeys(ADMISSION_TIMEOUT_MS),
    );
    const verify =
      pushAudience === undefined ? undefined : createVerifyToken(pushAudience, TOKEN_TIMEOUT_MS);
    return {
      authenticate: authenticateByKey(findKey, verify),
      checkKey: createCheckKey(findKey, verify),
      takesTokens: verify !== undefined,
    };
  }
  if (process.env['FUNCTIONS_EMULATOR'] !== 'true') {
    logEvent('ingest_open', {});
  }
  return { authenticate: authenticateNobody, checkKey: undefined };
}
