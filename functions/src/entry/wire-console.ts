import { createAlertAdmin } from '../adapters/alert-admin.js';
import { createDeadLetterStore } from '../adapters/dead-letter-store.js';
import { createNoticePublisher } from '../adapters/publishers.js';
import { openTopic } from '../adapters/pubsub-rest/topic.js';
import { createResolvePublic } from '../adapters/resolve-public.js';
import { createSavedSearchStore } from '../adapters/saved-search-store.js';
import { createTenantAdmin } from '../adapters/tenant-admin.js';
import { createFindUser } from '../adapters/user-store.js';
import { createCheckTarget } from '../alerts/notices/check-target.js';
import { newSigningSecret } from '../alerts/notices/signature.js';
import * as config from '../config.js';
import { type Answer, createAnswer } from '../console/answer.js';
import {
  createDeleteAlert,
  createRotateAlertSecret,
  createSilenceAlert,
  createTestAlert,
} from '../console/alerts/alert-actions.js';
import { createSaveAlert } from '../console/alerts/save-alert.js';
import { createCreateApiKey, createListApiKeys, createRevokeApiKey } from '../console/api-keys.js';
import { type Action, createCall } from '../console/call.js';
import { createDiscardDeadLetter, createReplayDeadLetter } from '../console/dead-letters.js';
import { createRequireActive } from '../console/refusal.js';
import { createDeleteSearch, createSaveSearch } from '../console/searches.js';
import type { ConsoleInput, ConsoleOutput } from '../contract/console.js';
import type { ConsoleAction } from '../contract/console-actions.js';
import { retentionSubscription } from '../contract/dead-letter.js';
import type { RetainedLetter } from '../dead-letter/store.js';
import { once } from '../lib/once.js';
import { AUTH_TIMEOUT_MS } from '../limits.js';

const tenants = once(() => createTenantAdmin());
const requireActive = once(() => createRequireActive(tenants()));
const findUser = once(() => createFindUser(AUTH_TIMEOUT_MS));
const alerts = once(() => createAlertAdmin());
const savedSearches = once(() => createSavedSearchStore());
const deadLetters = once(() => createDeadLetterStore(config.settings().storeTimeoutMs));

/** Each action with its dependencies, from the parameters. */
const ACTIONS: {
  readonly [Name in ConsoleAction]: () => Action<ConsoleInput<Name>, ConsoleOutput<Name>>;
} = {
  replayDeadLetter: () => {
    const { topic, publishTimeoutMs } = config.settings();
    const publish = openTopic(topic, publishTimeoutMs);
    return createReplayDeadLetter({
      requireActive: requireActive(),
      store: deadLetters(),
      publish: (data, attributes) => publish({ data, attributes }),
      readRetention: readWholeLetters,
    });
  },
  discardDeadLetter: () => createDiscardDeadLetter(deadLetters()),
  listApiKeys: () => createListApiKeys(tenants()),
  createApiKey: () => createCreateApiKey(requireActive(), tenants()),
  revokeApiKey: () => createRevokeApiKey(tenants()),
  saveSearch: () => createSaveSearch(requireActive(), savedSearches()),
  deleteSearch: () => createDeleteSearch(savedSearches()),
  saveAlert: () =>
    createSaveAlert({
      requireActive: requireActive(),
      store: alerts(),
      checkTarget: createCheckTarget({
        resolvePublic: createResolvePublic(),
        sendsMail: config.settings().mailCollection !== undefined,
      }),
    }),
  silenceAlert: () => createSilenceAlert(alerts()),
  testAlert: () => {
    const { noticesTopic, publishTimeoutMs } = config.settings();
    return createTestAlert({
      requireActive: requireActive(),
      store: alerts(),
      publish: createNoticePublisher(noticesTopic, publishTimeoutMs),
    });
  },
  deleteAlert: () => createDeleteAlert(alerts()),
  rotateAlertSecret: () =>
    createRotateAlertSecret({
      requireActive: requireActive(),
      store: alerts(),
      newSecret: newSigningSecret,
    }),
};

/** Answers the calls of an action; a process serves one, and creates it at the first call. */
export function answerOf<Name extends ConsoleAction>(name: Name): Answer<ConsoleOutput<Name>> {
  const made = answers.get(name) ?? createAnswer(name, createCall(ACTIONS[name](), findUser()));
  answers.set(name, made);
  // oxlint-disable-next-line no-unsafe-type-assertion -- made of the action of this name
  return made as Answer<ConsoleOutput<Name>>;
}

const answers = new Map<ConsoleAction, Answer<object>>();

async function* readWholeLetters(): AsyncGenerator<RetainedLetter> {
  // Google's client takes long to load, and few letters need it.
  const { readRetention } = await import('../adapters/dead-letter-retention.js');
  yield* readRetention(retentionSubscription(config.settings().deadLetterTopic));
}
