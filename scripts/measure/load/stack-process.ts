import { openPubSub } from '../../../functions/src/adapters/pubsub.js';
import { subscribe } from '../../../harness/stack/delivery.js';
import { type FunctionServer, serveFunction } from '../../../harness/stack/function-server.js';
import { startPullPushers } from '../../../harness/stack/pull-pushers.js';
import { startPushRouter } from '../../../harness/stack/push-router.js';
import { eventually } from '../../../harness/support/eventually.js';
import { startBareEmulators } from '../../local-stack/bare-emulators.js';
import { buildFunctions } from '../../local-stack/build-functions.js';
import { OperatorError } from '../../terminal/operator-error.js';
import { stopAll } from '../../local-stack/processes.js';
import type { LocalStackOptions, LocalStackReady, StackMessage } from './local-stack.js';

/** As the trigger that `firebase deploy` makes. */
const ACK_DEADLINE_SECONDS = 120;

const servers: FunctionServer[] = [];

async function start(options: LocalStackOptions): Promise<LocalStackReady> {
  const { projectId, name } = options;
  const { FIRESTORE_EMULATOR_HOST, PUBSUB_EMULATOR_HOST } = process.env;
  if (FIRESTORE_EMULATOR_HOST && PUBSUB_EMULATOR_HOST) buildFunctions();
  else console.error(`Using ${await startBareEmulators()}.`);
  Object.assign(process.env, { GCLOUD_PROJECT: projectId, METADATA_SERVER_DETECTION: 'none' });
  const topic = `${name}-logs`;
  const deadLetterTopic = `${name}-dlq`;
  const pubsub = openPubSub();
  for (const each of [topic, deadLetterTopic]) await pubsub.createTopic(each);

  const env = {
    GCLOUD_PROJECT: projectId,
    PUBSUB_TOPIC: topic,
    PUBSUB_DEAD_LETTER_TOPIC: deadLetterTopic,
    INGEST_AUTH: 'open',
    // The emulator's storage has no write limit that a tenant's logs must stay below.
    QUOTA_LOGS_PER_MINUTE: '0',
    // If unset, a developer's own settings would apply here too.
    LOG_LEVEL: 'WARNING',
  };
  const serve = async (target: Parameters<typeof serveFunction>[0], count: number) => {
    const started = await Promise.all(
      Array.from({ length: count }, () => serveFunction(target, env)),
    );
    servers.push(...started);
    return started;
  };
  const [ingest, workers, recorder] = await Promise.all([
    serve('ingest', options.ingestInstances),
    serve('processLogs', options.workers),
    serve('recordDeadLetters', 1),
  ]);

  const ready = {
    ingestUrls: ingest.map(({ url }) => url),
    firestoreHost: process.env['FIRESTORE_EMULATOR_HOST'] ?? '',
  };

  const deliver = async (from: string, to: FunctionServer[], deadLetter?: string) => {
    const ports = () => to.filter((server) => server.isRunning()).map(({ port }) => port);
    const timeoutMs = ACK_DEADLINE_SECONDS * 1000;
    const router = await startPushRouter(pubsub.topic(from).name, ports, timeoutMs);
    await subscribe(pubsub, {
      topic: from,
      pushEndpoint: router.url,
      ...(deadLetter !== undefined && { deadLetterTopic: deadLetter }),
      ackDeadlineSeconds: ACK_DEADLINE_SECONDS,
    });
    return router;
  };
  const deliverFast = () =>
    startPullPushers({
      pubsubHost: process.env['PUBSUB_EMULATOR_HOST'] ?? '',
      topic: pubsub.topic(topic).name,
      deadLetterTopic: pubsub.topic(deadLetterTopic).name,
      pushers: options.pushers,
      ports: workers.map(({ port }) => port),
      timeoutMs: ACK_DEADLINE_SECONDS * 1000,
    });
  const delivered =
    workers.length === 0
      ? undefined
      : await (options.pushers > 0 ? deliverFast() : deliver(topic, workers, deadLetterTopic));
  await deliver(deadLetterTopic, recorder);
  await Promise.all(ingest.map(({ url }) => warmUp(url)));
  if (delivered === undefined) return ready;
  await eventually('the first logs', () =>
    delivered.succeeded() >= ingest.length ? true : undefined,
  );
  return ready;
}

/** The first request loads and connects what later ones use: a cold start is not part of the load. */
async function warmUp(url: string): Promise<void> {
  const headers = { 'content-type': 'text/plain', 'x-tenant-id': 'warm-up' };
  const { status } = await fetch(url, { method: 'POST', headers, body: 'warm-up' });
  if (status !== 202) throw new Error(`ingest answered its first log with ${status}`);
}

/** Resolves when the message is on its way: a process that exits sends nothing more. */
function tell(message: StackMessage): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}

async function stop(code: number): Promise<never> {
  await Promise.all(servers.map((server) => server.stop()));
  await stopAll();
  process.exit(code);
}

// The sender has died or finished.
process.on('disconnect', () => void stop(0));

try {
  await tell({ ready: await start(JSON.parse(process.argv[2] ?? '{}')) });
} catch (error) {
  if (!(error instanceof OperatorError)) console.error(error);
  await tell({
    failure:
      error instanceof OperatorError ? error.message : 'The local stack did not start: see above.',
  });
  await stop(1);
}
