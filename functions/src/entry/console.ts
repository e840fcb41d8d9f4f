import { type CallableFunction, onCall } from 'firebase-functions/https';

import { once } from '../lib/once.js';
import * as config from '../config.js';
import type { Token } from '../console/caller.js';
import type {
  CreateApiKeyInput,
  CreateApiKeyOutput,
  DeleteSearchInput,
  DeleteSearchOutput,
  DiscardDeadLetterInput,
  DiscardDeadLetterOutput,
  ListApiKeysInput,
  ListApiKeysOutput,
  ReplayDeadLetterInput,
  ReplayDeadLetterOutput,
  RevokeApiKeyInput,
  RevokeApiKeyOutput,
  SaveSearchInput,
  SaveSearchOutput,
} from '../contract/console.js';

// Every function of the project loads this file and none of the others here: what a call needs is
// imported at the first one, so that the cold starts of `ingest` and `processLogs` do not pay for it.
const code = once(() => import('./wire-console.js'));

/** Publishes a letter of the caller's tenant to the ingestion topic again, and marks it. */
export const replayDeadLetter = adminCall<ReplayDeadLetterInput, ReplayDeadLetterOutput>(
  async () => (await code()).replayDeadLetter(),
  config.replayRuns,
);

/** Deletes a letter of the caller's tenant for good. */
export const discardDeadLetter = adminCall<DiscardDeadLetterInput, DiscardDeadLetterOutput>(
  async () => (await code()).discardDeadLetter(),
);

/** Lists the API keys of the caller's tenant, without the keys themselves. */
export const listApiKeys = adminCall<ListApiKeysInput, ListApiKeysOutput>(async () =>
  (await code()).listApiKeys(),
);

/** Makes an API key of the caller's tenant and shows it, once. */
export const createApiKey = adminCall<CreateApiKeyInput, CreateApiKeyOutput>(async () =>
  (await code()).createApiKey(),
);

/** Ends an API key of the caller's tenant. */
export const revokeApiKey = adminCall<RevokeApiKeyInput, RevokeApiKeyOutput>(async () =>
  (await code()).revokeApiKey(),
);

/** Shares a search with the readers of the caller's tenant, or changes one that is there. */
export const saveSearch = adminCall<SaveSearchInput, SaveSearchOutput>(async () =>
  (await code()).saveSearch(),
);

/** Deletes a saved search of the caller's tenant. */
export const deleteSearch = adminCall<DeleteSearchInput, DeleteSearchOutput>(async () =>
  (await code()).deleteSearch(),
);

type Answer<Output> = (auth: Token | undefined, data: unknown) => Promise<Output>;

/** A callable function for the admins of a tenant; `open` runs at each call. */
function adminCall<Input, Output extends object>(
  open: () => Promise<Answer<Output>>,
  runs: typeof config.consoleRuns = config.consoleRuns,
): CallableFunction<Input, Promise<Output>> {
  return onCall<Input, Promise<Output>>(
    { ...runs, region: config.region, memory: '512MiB', timeoutSeconds: 60 },
    async ({ auth, data }) => (await open())(auth, data),
  );
}
