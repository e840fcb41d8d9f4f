import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import { CODEBASE } from '../../codebase.js';
import type { GoogleRest } from '../google/rest.js';
import { OperatorError } from '../../terminal/operator-error.js';
import { type DeployedFunction, describeFunction, idOf } from './deployed-functions.js';

/** How messages reach a deployed function. */
export interface DeployedTrigger {
  /** `projects/P/locations/R/functions/F` */
  functionName: string;
  /** `projects/P/topics/T` */
  topic: string;
  /** `projects/P/subscriptions/S`, which Eventarc made. */
  subscription: string;
}

/** https://cloud.google.com/eventarc/docs/reference/rest/v1/projects.locations.triggers */
const triggerSchema = z.object({
  transport: z.object({
    pubsub: z.object({ topic: z.string(), subscription: z.string().optional() }),
  }),
});

const subscriptionSchema = z.object({ name: z.string() });

/** Pauses between polls for a trigger and its subscription, which Eventarc may still be creating. */
export const PAUSES_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000];

/**
 * The trigger of each of these functions. With pauses it is waited for, and so is its subscription;
 * without them it has to be there, and its subscription is not looked at.
 */
export function findTriggers(
  rest: GoogleRest,
  found: readonly DeployedFunction[],
  pausesMs: readonly number[] = [],
): Promise<DeployedTrigger[]> {
  return Promise.all(found.map((deployed) => findTrigger(rest, deployed, pausesMs)));
}

async function findTrigger(
  rest: GoogleRest,
  deployed: DeployedFunction,
  pausesMs: readonly number[],
): Promise<DeployedTrigger> {
  const { name, eventTrigger } = deployed;
  const again = `\`npx firebase deploy --only functions:${CODEBASE}:${idOf(deployed)} --project ${name.split('/')[1]}\``;
  if (eventTrigger?.trigger === undefined) {
    throw new OperatorError(
      `${describeFunction(deployed)} has no trigger, so its deployment failed: deploy it again with ${again}.`,
    );
  }
  if (eventTrigger.retryPolicy !== 'RETRY_POLICY_RETRY') {
    throw new OperatorError(
      `${describeFunction(deployed)} does not retry, so it loses what fails: it was changed by hand; deploy it again with ${again}.`,
    );
  }
  for (const pause of [...pausesMs, undefined]) {
    const trigger = await rest.get('eventarc', `v1/${eventTrigger.trigger}`, triggerSchema);
    const { topic, subscription } = trigger?.transport.pubsub ?? {};
    const isThere =
      subscription !== undefined &&
      (pausesMs.length === 0 ||
        (await rest.get('pubsub', `v1/${subscription}`, subscriptionSchema)) !== undefined);
    if (topic !== undefined && isThere) return { functionName: name, topic, subscription };
    if (pause === undefined) break;
    await sleep(pause);
  }
  throw new OperatorError(
    `The trigger ${eventTrigger.trigger} of ${describeFunction(deployed)}, or its subscription, is not there. If Eventarc is only slow, run \`npm run delivery-policy -- --project ${name.split('/')[1]}\` in a few minutes. If somebody deleted it, see "A trigger is gone" in docs/operations.md.`,
  );
}
