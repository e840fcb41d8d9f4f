import { type CallableFunction, onCall } from 'firebase-functions/https';

import { once } from '../lib/once.js';
import * as config from '../config.js';
import { consoleRuns, replayRuns } from '../run-options.js';
import type {
  CreateApiKeyInput,
  CreateApiKeyOutput,
  DiscardDeadLetterInput,
  DiscardDeadLetterOutput,
  ListApiKeysInput,
  ListApiKeysOutput,
  ReplayDeadLetterInput,
  ReplayDeadLetterOutput,
  RevokeApiKeyInput,
  RevokeApiKeyOutput,
} from '../contract/console.js';
import { AUTH_TIMEOUT_MS } from '../limits.js';
import type { ConsoleAction } from '../telemetry/events.js';
import type { Action } from '../console/call.js';

// Every function of the project loads this file and none of the others here: what a call needs is
// imported at the first one, so that the cold starts of `ingest` and `processLogs` do not pay for it.

/** Publishes a letter of the caller's tenant to the ingestion topic again, and marks it. */
export const replayDeadLetter = adminCall<ReplayDeadLetterInput, ReplayDeadLetterOutput>(
  'replayDeadLetter',
  async () => {
    const [{ createReplayDeadLetter }, { createReplayOne }, { createRequireActive }, admin] =
      await Promise.all([
        import('../console/replay-dead-letter.js'),
        import('../console/replay-one.js'),
        import('../console/tenants.js'),
        openTenants(),
      ]);
    const requireActive = createRequireActive(admin);
    return createReplayDeadLetter({ requireActive, replay: createReplayOne(config.settings()) });
  },
);

/** Deletes a letter of the caller's tenant for good. */
export const discardDeadLetter = adminCall<DiscardDeadLetterInput, DiscardDeadLetterOutput>(
  'discardDeadLetter',
  async () => {
    const [{ createDiscardDeadLetter }, { createDeadLetterStore }] = await Promise.all([
      import('../console/discard-dead-letter.js'),
      import('../adapters/dead-letter-store.js'),
    ]);
    return createDiscardDeadLetter(createDeadLetterStore(config.settings().storeTimeoutMs));
  },
);

/** Lists the API keys of the caller's tenant, without the keys themselves. */
export const listApiKeys = adminCall<ListApiKeysInput, ListApiKeysOutput>(
  'listApiKeys',
  async () => {
    const { createListApiKeys } = await import('../console/list-api-keys.js');
    return createListApiKeys(await openTenants());
  },
);

/** Makes an API key of the caller's tenant and shows it, once. */
export const createApiKey = adminCall<CreateApiKeyInput, CreateApiKeyOutput>(
  'createApiKey',
  async () => {
    const [{ createCreateApiKey }, { createRequireActive }, admin] = await Promise.all([
      import('../console/create-api-key.js'),
      import('../console/tenants.js'),
      openTenants(),
    ]);
    return createCreateApiKey(createRequireActive(admin), admin);
  },
);

/** Ends an API key of the caller's tenant. */
export const revokeApiKey = adminCall<RevokeApiKeyInput, RevokeApiKeyOutput>(
  'revokeApiKey',
  async () => {
    const { createRevokeApiKey } = await import('../console/revoke-api-key.js');
    return createRevokeApiKey(await openTenants());
  },
);

async function openTenants() {
  const { createTenantAdmin } = await import('../adapters/tenant-admin.js');
  return createTenantAdmin();
}

/** A callable function for the admins of a tenant; `open` runs at the first call. */
function adminCall<Input, Output extends object>(
  name: ConsoleAction,
  open: () => Promise<Action<Input, Output>>,
): CallableFunction<Input, Promise<Output>> {
  const prepare = once(async () => {
    const [action, { createCall }, { createAnswer }, { createFindUser }] = await Promise.all([
      open(),
      import('../console/call.js'),
      import('../console/answer.js'),
      import('../adapters/user-store.js'),
    ]);
    return createAnswer(name, createCall(action, createFindUser(AUTH_TIMEOUT_MS)));
  });
  return onCall<Input, Promise<Output>>(
    {
      ...(name === 'replayDeadLetter' ? replayRuns : consoleRuns),
      region: config.region,
      memory: '512MiB',
      timeoutSeconds: 60,
    },
    async ({ auth, data }) => (await prepare())(auth, data),
  );
}
