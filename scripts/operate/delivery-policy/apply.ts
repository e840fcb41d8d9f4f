import { z } from 'zod';

import { retentionSubscription } from '../../../functions/src/contract/dead-letter.js';
import {
  ACK_DEADLINE_SECONDS,
  BACKOFF_SECONDS,
  MAX_DELIVERY_ATTEMPTS,
  MESSAGE_RETENTION_SECONDS,
  RECORDER_BACKOFF_SECONDS,
} from '../../../functions/src/limits.js';
import { type GoogleRest, shortName } from '../google/rest.js';
import { OperatorError } from '../../terminal/operator-error.js';
import { grant } from '../iam/grant.js';
import type { Step } from '../step.js';
import { type DeployedFunction, idOf, requireFunction } from './deployed-functions.js';
import { findLeftBehind } from './left-behind.js';
import { findTriggers, PAUSES_MS } from './triggers.js';

export interface ApplyOptions {
  rest: GoogleRest;
  project: string;
  /** Those of the project. */
  functions: readonly DeployedFunction[];
  /** Changes nothing: the outcomes say what would be done. */
  check: boolean;
  onStep: (step: Step) => void;
}

/** https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics */
const topicSchema = z.object({ messageRetentionDuration: z.string().optional() });

/** https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions */
const subscriptionSchema = z.looseObject({ topic: z.string() });

const projectSchema = z.object({ projectNumber: z.string() });

const seconds = (count: number) => `${count}s`;
const RETENTION = seconds(MESSAGE_RETENTION_SECONDS);
const DAYS = `${MESSAGE_RETENTION_SECONDS / 86_400} days`;

/** What every subscription of the gateway has. */
const KEEPING = {
  ackDeadlineSeconds: ACK_DEADLINE_SECONDS,
  messageRetentionDuration: RETENTION,
  // Never expires: by default, a subscription is deleted after 31 unused days.
  expirationPolicy: {},
};

const retrying = ({ min, max }: { min: number; max: number }) => ({
  ...KEEPING,
  retryPolicy: { minimumBackoff: seconds(min), maximumBackoff: seconds(max) },
});

/** Their failed messages are redelivered until they succeed: none of them is a log. */
const OF_ALERTS = new Set(['countAlerts', 'sendNotices']);

/**
 * Sets what `firebase deploy` cannot: how Pub/Sub delivers to `processLogs`, `recordDeadLetters` and
 * the functions of alerts, and that messages the first fails on go to the dead-letter topic. Safe to
 * repeat; anything already right is not touched. The first two functions must be deployed.
 */
export async function applyDeliveryPolicy(options: ApplyOptions): Promise<Step[]> {
  const { rest, project, functions, check } = options;
  const steps: Step[] = [];
  const step = (what: string, outcome: Step['outcome'], detail: string) => {
    steps.push({ what, outcome, detail });
    options.onStep({ what, outcome, detail });
  };

  const [workers, recorders] = await Promise.all(
    ['processLogs', 'recordDeadLetters'].map((id) =>
      findTriggers(rest, requireFunction(functions, project, id), check ? [] : PAUSES_MS),
    ),
  );
  const ofAlerts = functions.filter((deployed) => OF_ALERTS.has(idOf(deployed)));
  const alertTriggers = await findTriggers(rest, ofAlerts, check ? [] : PAUSES_MS);
  const deadLetterTopics = [...new Set(recorders?.map(({ topic }) => topic))];
  const [deadLetterTopic] = deadLetterTopics;
  if (deadLetterTopic === undefined || deadLetterTopics.length > 1) {
    throw new OperatorError(
      `recordDeadLetters of ${project} listens to several topics (${deadLetterTopics.map(shortName).join(', ')}), so it is deployed in several regions: once the subscription of the one that you no longer use has no messages left, delete that function with \`npx firebase functions:delete recordDeadLetters --region REGION --project ${project}\`.`,
    );
  }
  const agent = `serviceAccount:service-${await projectNumber()}@gcp-sa-pubsub.iam.gserviceaccount.com`;

  // The topic before the policy that names it, and a subscription before any message can arrive.
  await topicKeeps(deadLetterTopic);
  await subscriptionKeeps(deadLetterTopic);
  // Grants before the policy: without them Pub/Sub cannot forward, and retries forever.
  await granted(deadLetterTopic, 'roles/pubsub.publisher');
  for (const { subscription } of workers ?? []) {
    await granted(subscription, 'roles/pubsub.subscriber');
  }
  for (const { subscription } of workers ?? []) {
    await subscriptionHas(subscription, {
      ...retrying(BACKOFF_SECONDS),
      deadLetterPolicy: { deadLetterTopic, maxDeliveryAttempts: MAX_DELIVERY_ATTEMPTS },
    });
  }
  // Without a policy: dead letters are redelivered until they are recorded.
  for (const { subscription } of recorders ?? []) {
    await subscriptionHas(subscription, retrying(RECORDER_BACKOFF_SECONDS));
  }
  for (const { subscription } of alertTriggers) {
    await subscriptionHas(subscription, retrying(BACKOFF_SECONDS));
  }
  for (const { subscription, topic } of await findLeftBehind(rest, project, deadLetterTopic)) {
    step(
      `subscription ${shortName(subscription)}`,
      'unchanged',
      `left behind by the dead-letter topic ${shortName(topic)}: see "Change the dead-letter topic" in docs/operations.md`,
    );
  }
  return steps;

  async function projectNumber(): Promise<string> {
    const found = await rest.get('resourceManager', `v1/projects/${project}`, projectSchema);
    if (found === undefined) throw new OperatorError(`The project ${project} was not found.`);
    return found.projectNumber;
  }

  async function topicKeeps(name: string): Promise<void> {
    const topic = { messageRetentionDuration: RETENTION };
    const found = await rest.get('pubsub', `v1/${name}`, topicSchema);
    const outcome =
      found === undefined
        ? 'created'
        : found.messageRetentionDuration === RETENTION
          ? 'unchanged'
          : 'changed';
    if (!check && outcome === 'created') {
      await rest.send('PUT', 'pubsub', `v1/${name}`, topic, topicSchema);
    } else if (!check && outcome === 'changed') {
      const body = { topic, updateMask: 'messageRetentionDuration' };
      await rest.send('PATCH', 'pubsub', `v1/${name}`, body, topicSchema);
    }
    step(`topic ${shortName(name)}`, outcome, `keeps messages for ${DAYS}`);
  }

  async function subscriptionKeeps(topic: string): Promise<void> {
    const name = `projects/${project}/subscriptions/${retentionSubscription(shortName(topic))}`;
    const found = await rest.get('pubsub', `v1/${name}`, subscriptionSchema);
    if (found !== undefined) {
      if (found.topic !== topic) {
        throw new OperatorError(
          `The subscription ${shortName(name)} of ${project} belongs to ${shortName(found.topic)}, not to ${shortName(topic)}, and its messages would be lost with it: see "Change the dead-letter topic" in docs/operations.md.`,
        );
      }
      await subscriptionHas(name, KEEPING);
      return;
    }
    if (!check) {
      const body = { topic, ...KEEPING };
      await rest.send('PUT', 'pubsub', `v1/${name}`, body, subscriptionSchema);
    }
    step(`subscription ${shortName(name)}`, 'created', `keeps dead letters for ${DAYS}`);
  }

  async function subscriptionHas(name: string, wanted: Record<string, unknown>): Promise<void> {
    const found = await rest.get('pubsub', `v1/${name}`, subscriptionSchema);
    const differing = Object.keys(wanted).filter((key) => !isSame(found?.[key], wanted[key]));
    if (!check && differing.length > 0) {
      const subscription = Object.fromEntries(differing.map((key) => [key, wanted[key]]));
      const body = { subscription: { name, ...subscription }, updateMask: differing.join(',') };
      await rest.send('PATCH', 'pubsub', `v1/${name}`, body, subscriptionSchema);
    }
    const outcome = differing.length > 0 ? 'changed' : 'unchanged';
    step(`subscription ${shortName(name)}`, outcome, describe(wanted));
  }

  async function granted(name: string, role: string): Promise<void> {
    const resource = { api: 'pubsub', name } as const;
    const changed = await grant(rest, { resource, role, member: agent }, check);
    const what = `${role.replace('roles/', '')} on ${shortName(name)}`;
    step(what, changed === false ? 'unchanged' : 'changed', 'granted to Pub/Sub’s service agent');
  }
}

function describe({ deadLetterPolicy, retryPolicy }: Record<string, unknown>): string {
  return [
    deadLetterPolicy !== undefined && `${MAX_DELIVERY_ATTEMPTS} deliveries, then a dead letter`,
    retryPolicy !== undefined && describeBackoff(retryPolicy),
    `keeps messages for ${DAYS}`,
  ]
    .filter((part) => part !== false)
    .join('; ');
}

function describeBackoff(policy: unknown): string {
  const { minimumBackoff, maximumBackoff } = policy as Record<string, string>;
  return `backoff ${minimumBackoff} to ${maximumBackoff}`.replaceAll(/(\d)s/g, '$1 s');
}

/** Whether a setting is as wanted; Google's additions do not matter. */
function isSame(found: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return found === wanted;
  if (typeof found !== 'object' || found === null) return false;
  const entries = Object.entries(wanted);
  // An empty object asks for nothing to be set, as in `expirationPolicy: {}`.
  if (entries.length === 0) return Object.keys(found).length === 0;
  return entries.every(([key, value]) => isSame((found as Record<string, unknown>)[key], value));
}
