import type { CallableFunction } from 'firebase-functions/https';

import * as config from '../config.js';
import type { ConsoleInput, ConsoleOutput } from '../contract/console.js';
import type { ConsoleAction } from '../contract/console-actions.js';
import { once } from '../lib/once.js';
import { httpsFunction } from './https-function.js';

// Every function of the project loads this file, but none of the code behind it: that is imported at
// the first call, so the cold starts of `ingest` and `processLogs` do not pay for it.
const code = once(() => import('./wire-console.js'));

/** Publishes a letter of the caller's tenant to the ingestion topic again and marks it. */
export const replayDeadLetter = adminCall('replayDeadLetter', config.replayRuns);

/** Deletes a letter of the caller's tenant for good. */
export const discardDeadLetter = adminCall('discardDeadLetter');

/** Lists the API keys of the caller's tenant, without the keys themselves. */
export const listApiKeys = adminCall('listApiKeys');

/** Creates an API key for the caller's tenant and shows it, once. */
export const createApiKey = adminCall('createApiKey');

/** Revokes an API key of the caller's tenant. */
export const revokeApiKey = adminCall('revokeApiKey');

/** Shares a search with the readers of the caller's tenant, or changes an existing one. */
export const saveSearch = adminCall('saveSearch');

/** Deletes a saved search of the caller's tenant. */
export const deleteSearch = adminCall('deleteSearch');

/** Creates or changes an alert of the caller's tenant. */
export const saveAlert = adminCall('saveAlert');

/** Silences an alert of the caller's tenant for a while. */
export const silenceAlert = adminCall('silenceAlert');

/** Sends a test notice to all targets of an alert. */
export const testAlert = adminCall('testAlert', config.testAlertRuns);

/** Deletes an alert of the caller's tenant. */
export const deleteAlert = adminCall('deleteAlert');

/** Gives an alert's webhook a new secret and shows it, once. */
export const rotateAlertSecret = adminCall('rotateAlertSecret');

/** A callable function for the admins of a tenant. */
function adminCall<Name extends ConsoleAction>(
  name: Name,
  runs: typeof config.consoleRuns = config.consoleRuns,
): CallableFunction<ConsoleInput<Name>, Promise<ConsoleOutput<Name>>> {
  return httpsFunction(name, ({ onCall }) =>
    onCall<ConsoleInput<Name>, Promise<ConsoleOutput<Name>>>(
      { ...runs, region: config.region, memory: '512MiB', timeoutSeconds: 60 },
      async ({ auth, data }) => (await code()).answerOf(name)(auth, data),
    ),
  );
}
