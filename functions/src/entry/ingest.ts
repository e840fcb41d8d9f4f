import { lazyModule } from '../lib/lazy-module.js';
import { once } from '../lib/once.js';
import * as config from '../config.js';
import { avoidDomain } from './avoid-domain.js';
import { answerWith } from './express.js';
import { httpsFunction } from './https-function.js';
import { bypassPlatformParser } from './platform-parser.js';

const code = lazyModule('ingest', () => import('./wire-ingest.js'));

/** The API and its dependencies, from the parameters, which have no value before a request. */
const wired = once(async () => (await code()).wireIngest());

// Set by the platform and by the emulator. The worker's events need the platform's parser.
if (process.env['FUNCTION_TARGET'] === 'ingest') {
  avoidDomain();
  bypassPlatformParser(async () => (await wired()).screen);
}

/**
 * The HTTP API: takes logs at `POST /ingest` and `POST /v1/logs`, and answers once Pub/Sub has
 * them. `GET /openapi.json` describes it.
 */
export const ingest = httpsFunction('ingest', ({ onRequest }) =>
  onRequest(
    {
      ...config.ingestRuns,
      region: config.region,
      invoker: 'public',
      memory: '512MiB',
      concurrency: 80,
      timeoutSeconds: 60,
    },
    answerWith(async () => (await wired()).serve),
  ),
);
