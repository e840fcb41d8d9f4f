import { openFirestore } from '../../../functions/src/adapters/firestore.js';
import { openPubSub } from '../../../functions/src/adapters/pubsub.js';
import { settings } from '../../../functions/src/config.js';
import { errorCode } from '../../../functions/src/lib/error-code.js';
import type { Figure, Status, TenantStatus } from './status.js';

type Document = Awaited<ReturnType<typeof allDeadLetters>>[number];

const WINDOW_SECONDS = 60;
const DAY_MS = 24 * 60 * 60 * 1000;

/** How many of the newest logs are read; if the window has more, it is shortened. */
const MOST_LOGS = 10_000;

/** gRPC's code. */
const NOT_FOUND = 5;

const IN_METRICS_ONLY = {
  missing: 'not on the emulators: only metrics of a deployed gateway have it',
};
const NO_BACKLOG = {
  missing: 'not on the emulators: Pub/Sub’s emulator does not report what is waiting',
};
const NO_POLICY = { missing: 'not on the emulators: nothing is dropped there' };
const NOTHING_STORED = { missing: 'nothing was stored' };

/**
 * The status of a local stack, from what the Firestore and Pub/Sub emulators know: the documents
 * themselves, whose reading costs nothing there.
 */
export async function readFromEmulators(project: string): Promise<Status> {
  const now = Date.now();
  const [logs, letters, subscriptions] = await Promise.all([
    newestLogs(now - WINDOW_SECONDS * 1000),
    allDeadLetters(),
    countSubscriptions(),
  ]);
  const seconds =
    logs.length < MOST_LOGS
      ? WINDOW_SECONDS
      : Math.max(1, (now - millis(logs.at(-1), 'processed_at')) / 1000);
  const delays = logs
    .map((log) => millis(log, 'processed_at') - millis(log, 'received_at'))
    .toSorted((a, b) => a - b);
  const ofToday = letters.filter((letter) => millis(letter, 'dead_at') >= now - DAY_MS);
  const healed = ofToday.filter(isHealed);
  // As the metric counts them: those that needed a person.
  const recent = ofToday.filter((letter) => !isHealed(letter));
  const waiting = letters.filter((letter) => letter.get('replayed_at') === undefined);
  return {
    at: new Date(now).toISOString(),
    project,
    source: 'emulators',
    window_seconds: Math.round(seconds),
    accepted_per_second: IN_METRICS_ONLY,
    repaired_per_second: logs.filter((log) => log.get('repairs') !== undefined).length / seconds,
    stored_per_second: logs.length / seconds,
    duplicate_per_second: IN_METRICS_ONLY,
    rejected_per_second: IN_METRICS_ONLY,
    failed_per_second: IN_METRICS_ONLY,
    delay_ms: { p50: at(delays, 0.5), p95: at(delays, 0.95), p99: at(delays, 0.99) },
    undelivered_messages: NO_BACKLOG,
    oldest_message_seconds: NO_BACKLOG,
    subscriptions,
    subscriptions_without_policy: NO_POLICY,
    dead_letters: recent.length,
    dead_letters_waiting: waiting.length,
    dead_letters_healed: healed.length,
    tenants: byTenant(logs, recent, waiting, seconds),
  };
}

function isHealed(letter: Document): boolean {
  return letter.get('rounds') !== undefined && letter.get('replayed_at') !== undefined;
}

async function newestLogs(since: number) {
  const { docs } = await openFirestore()
    .collectionGroup('processed_logs')
    .where('processed_at', '>=', new Date(since))
    .orderBy('processed_at', 'desc')
    .limit(MOST_LOGS)
    .select('processed_at', 'received_at', 'repairs')
    .get();
  return docs;
}

async function allDeadLetters() {
  const letters = openFirestore().collectionGroup('dead_letters');
  return (await letters.select('dead_at', 'replayed_at', 'rounds').get()).docs;
}

async function countSubscriptions(): Promise<Figure> {
  const { topic } = settings();
  try {
    const [subscriptions] = await openPubSub().topic(topic).getSubscriptions();
    return subscriptions.length;
  } catch (error) {
    if (errorCode(error) !== NOT_FOUND) throw error;
    return { missing: `there is no topic ${topic} yet` };
  }
}

function byTenant(
  logs: Document[],
  recent: Document[],
  waiting: Document[],
  seconds: number,
): TenantStatus[] {
  const counts = [logs, recent, waiting].map((documents) => {
    const count = new Map<string, number>();
    for (const document of documents) {
      const tenant = tenantOf(document);
      count.set(tenant, (count.get(tenant) ?? 0) + 1);
    }
    return count;
  });
  const of = (kind: number, tenant: string) => counts[kind]?.get(tenant) ?? 0;
  return [...new Set([...logs, ...recent, ...waiting].map(tenantOf))]
    .toSorted((a, b) => of(2, b) - of(2, a) || of(0, b) - of(0, a) || (a < b ? -1 : 1))
    .map((tenant) => ({
      tenant_id: tenant,
      stored_per_second: of(0, tenant) / seconds,
      dead_letters: of(1, tenant),
      dead_letters_waiting: of(2, tenant),
    }));
}

/** `''` for the dead letters that name no valid tenant. */
function tenantOf({ ref }: Document): string {
  return ref.parent.parent?.id ?? '';
}

function millis(document: Document | undefined, field: string): number {
  const time = document?.get(field) as { toMillis(): number } | undefined;
  return time?.toMillis() ?? 0;
}

function at(sorted: number[], share: number): Figure {
  return sorted[Math.ceil(sorted.length * share) - 1] ?? NOTHING_STORED;
}
