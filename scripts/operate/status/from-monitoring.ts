import { z } from 'zod';

import { explain } from '../google/errors.js';
import { firebaseAccessToken } from '../google/firebase-login.js';
import { createMonitoringClients, type MonitoringClients } from '../google/monitoring-clients.js';
import { createGoogleRest, type GoogleRest } from '../google/rest.js';
import { findSubscriptions, oneOfArguments } from '../monitoring/subscriptions.js';
import type { Figure, Status } from './status.js';
import { type Point, readPoints, type SeriesQuery } from './time-series.js';

/** Metrics are written every minute, and readable some minutes later. */
const WINDOW_SECONDS = 300;
const DAY_SECONDS = 24 * 60 * 60;

const NOTHING_STORED = { missing: 'nothing was stored' };
const NOT_KNOWN_YET = { missing: 'Cloud Monitoring has no figure for the last minutes' };
const BY_DEAD_LETTERS = {
  missing: 'no metric has it: see `npm run dead-letters -- list`',
};
const NO_TENANT_LABEL = {
  missing: 'no metric has it: a series for each tenant would cost too much',
};

const ours = (name: string) =>
  `resource.type = "cloud_run_revision" AND metric.type = "logging.googleapis.com/user/${name}"`;

/** Reads it with the login of `firebase`; a refusal says what to do. */
export function openMonitoring(project: string): () => Promise<Status> {
  const rest = createGoogleRest(firebaseAccessToken);
  const clients = createMonitoringClients(firebaseAccessToken);
  return () =>
    readFromMonitoring(project, rest, clients).catch((error: unknown) => {
      throw explain(error);
    });
}

/** The status of a deployed gateway, from the metrics that `npm run monitoring -- apply` made. */
async function readFromMonitoring(
  project: string,
  rest: GoogleRest,
  { series }: MonitoringClients,
): Promise<Status> {
  const names = await findSubscriptions(rest, project, 'processLogs');
  const ofSubscriptions = (metric: string) =>
    `resource.type = "pubsub_subscription" AND resource.labels.subscription_id = one_of(${oneOfArguments(names)}) AND metric.type = "pubsub.googleapis.com/subscription/${metric}"`;

  const read = (query: SeriesQuery) => readPoints(series, project, query);
  const perSecond = async (name: string) =>
    sum(
      await read({
        filter: ours(name),
        aligner: 'ALIGN_DELTA',
        reducer: 'REDUCE_SUM',
        seconds: WINDOW_SECONDS,
      }),
    ) / WINDOW_SECONDS;
  const delay = async (percent: 50 | 95 | 99) =>
    first(
      await read({
        filter: ours('ingestion.log.delay'),
        aligner: 'ALIGN_DELTA',
        reducer: `REDUCE_PERCENTILE_${percent}`,
        seconds: WINDOW_SECONDS,
      }),
      NOTHING_STORED,
    );
  const backlog = async (metric: string, reducer: 'REDUCE_SUM' | 'REDUCE_MAX') =>
    first(
      await read({
        filter: ofSubscriptions(metric),
        aligner: 'ALIGN_NEXT_OLDER',
        reducer,
        seconds: WINDOW_SECONDS,
      }),
      NOT_KNOWN_YET,
    );

  const [
    accepted,
    repaired,
    stored,
    duplicate,
    rejected,
    failed,
    p50,
    p95,
    p99,
    undelivered,
    oldest,
    dead,
    healed,
    withoutPolicy,
  ] = await Promise.all([
    perSecond('ingestion.logs.accepted'),
    perSecond('ingestion.logs.repaired'),
    perSecond('ingestion.logs.stored'),
    perSecond('ingestion.logs.duplicate'),
    perSecond('ingestion.requests.rejected'),
    perSecond('ingestion.requests.failed'),
    delay(50),
    delay(95),
    delay(99),
    backlog('num_undelivered_messages', 'REDUCE_SUM'),
    backlog('oldest_unacked_message_age', 'REDUCE_MAX'),
    read({
      filter: ours('ingestion.dead_letters'),
      aligner: 'ALIGN_DELTA',
      reducer: 'REDUCE_SUM',
      groupBy: ['metric.label.tenant_id'],
      seconds: DAY_SECONDS,
    }),
    read({
      filter: ours('ingestion.dead_letters.healed'),
      aligner: 'ALIGN_DELTA',
      reducer: 'REDUCE_SUM',
      seconds: DAY_SECONDS,
    }),
    countWithoutPolicy(rest, project, names),
  ]);
  return {
    at: new Date().toISOString(),
    project,
    source: 'Cloud Monitoring',
    window_seconds: WINDOW_SECONDS,
    accepted_per_second: accepted,
    repaired_per_second: repaired,
    stored_per_second: stored,
    duplicate_per_second: duplicate,
    rejected_per_second: rejected,
    failed_per_second: failed,
    delay_ms: { p50, p95, p99 },
    undelivered_messages: undelivered,
    oldest_message_seconds: oldest,
    subscriptions: names.length,
    subscriptions_without_policy: withoutPolicy,
    dead_letters: sum(dead),
    dead_letters_waiting: BY_DEAD_LETTERS,
    dead_letters_healed: sum(healed),
    tenants: dead
      .toSorted((a, b) => b.value - a.value)
      .map(({ labels, value }) => ({
        tenant_id: labels['tenant_id'] ?? '',
        stored_per_second: NO_TENANT_LABEL,
        dead_letters: value,
        dead_letters_waiting: BY_DEAD_LETTERS,
      })),
  };
}

const policySchema = z.looseObject({ deadLetterPolicy: z.object({}).optional() });

/** Subscriptions of a deployment whose hook did not run. */
async function countWithoutPolicy(
  rest: GoogleRest,
  project: string,
  names: readonly string[],
): Promise<Figure> {
  try {
    const found = await Promise.all(
      names.map((name) =>
        rest.get('pubsub', `v1/projects/${project}/subscriptions/${name}`, policySchema),
      ),
    );
    return found.filter((subscription) => subscription?.deadLetterPolicy === undefined).length;
  } catch {
    // A read-only account may lack the permission; everything else is still shown.
    return { missing: 'it requires `pubsub.subscriptions.get` (roles/pubsub.viewer)' };
  }
}

function sum(points: Point[]): number {
  return points.reduce((total, { value }) => total + value, 0);
}

function first([point]: Point[], otherwise: Figure): Figure {
  return point?.value ?? otherwise;
}
