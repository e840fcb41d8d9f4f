import { createDeadLetterStore } from '../adapters/dead-letter-store.js';
import { openTopic } from '../adapters/pubsub-rest/topic.js';
import { createSavedSearchStore } from '../adapters/saved-search-store.js';
import { createTenantAdmin } from '../adapters/tenant-admin.js';
import { createFindUser } from '../adapters/user-store.js';
import * as config from '../config.js';
import { createAnswer } from '../console/answer.js';
import { createCreateApiKey, createListApiKeys, createRevokeApiKey } from '../console/api-keys.js';
import { type Action, createCall } from '../console/call.js';
import { createDiscardDeadLetter, createReplayDeadLetter } from '../console/dead-letters.js';
import { createRequireActive } from '../console/refusal.js';
import { createDeleteSearch, createSaveSearch } from '../console/searches.js';
import type { ConsoleAction } from '../contract/console-actions.js';
import { retentionSubscription } from '../contract/dead-letter.js';
import type { RetainedLetter } from '../dead-letter/store.js';
import { once } from '../lib/once.js';
import { AUTH_TIMEOUT_MS } from '../limits.js';

const tenants = once(() => createTenantAdmin());
const requireActive = once(() => createRequireActive(tenants()));
const findUser = once(() => createFindUser(AUTH_TIMEOUT_MS));
const savedSearches = once(() => createSavedSearchStore());
const deadLetters = once(() => createDeadLetterStore(config.settings().storeTimeoutMs));

export const replayDeadLetter = answer('replayDeadLetter', () => {
  const { topic, publishTimeoutMs } = config.settings();
  const publish = openTopic(topic, publishTimeoutMs);
  return createReplayDeadLetter({
    requireActive: requireActive(),
    store: deadLetters(),
    publish: (data, attributes) => publish({ data, attributes }),
    readRetention: readWholeLetters,
  });
});

export const discardDeadLetter = answer('discardDeadLetter', () =>
  createDiscardDeadLetter(deadLetters()),
);

export const listApiKeys = answer('listApiKeys', () => createListApiKeys(tenants()));

export const createApiKey = answer('createApiKey', () =>
  createCreateApiKey(requireActive(), tenants()),
);

export const revokeApiKey = answer('revokeApiKey', () => createRevokeApiKey(tenants()));

export const saveSearch = answer('saveSearch', () =>
  createSaveSearch(requireActive(), savedSearches()),
);

export const deleteSearch = answer('deleteSearch', () => createDeleteSearch(savedSearches()));

/** Answers the calls of an action, which is made of the parameters at the first one. */
function answer<Input, Output extends object>(
  name: ConsoleAction,
  create: () => Action<Input, Output>,
) {
  return once(() => createAnswer(name, createCall(create(), findUser())));
}

async function* readWholeLetters(): AsyncGenerator<RetainedLetter> {
  // Google's client takes long to load, and hardly a letter needs it.
  const { readRetention } = await import('../adapters/dead-letter-retention.js');
  yield* readRetention(retentionSubscription(config.settings().deadLetterTopic));
}
