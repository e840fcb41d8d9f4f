import { onRequest } from 'firebase-functions/https';

import { log } from '../adapters/log.js';
import { createLogPublisher } from '../adapters/log-publisher.js';
import * as config from '../config.js';
import { createAcceptLog } from './accept-log.js';
import { type Authenticate, authenticateNobody, refuseEverybody } from './authenticate.js';
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
    const { topic, ingestAuth, publishTimeoutMs } = config.settings();
    return createRouter({
      acceptLog: createAcceptLog({
        authenticate: authenticator(ingestAuth),
        publish: createLogPublisher(topic, publishTimeoutMs),
        now,
      }),
      now,
      onUnexpected: (error) => log.error('ingest_failed', error),
    });
  }),
);

function authenticator(mode: config.Settings['ingestAuth']): Authenticate {
  if (mode !== 'open') return refuseEverybody;
  if (process.env['FUNCTIONS_EMULATOR'] !== 'true') {
    log.warn('ingest_open', { detail: 'INGEST_AUTH=open: anyone can write logs for any tenant' });
  }
  return authenticateNobody;
}
