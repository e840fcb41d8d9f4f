import { z } from 'zod';

import type { GoogleRest } from '../google/rest.js';
import { OperatorError } from '../../terminal/operator-error.js';

/** A function that a Pub/Sub message triggers, as it is deployed. */
export interface DeployedTrigger {
  /** `projects/P/locations/R/functions/F` */
  functionName: string;
  /** `projects/P/topics/T` */
  topic: string;
  /** `projects/P/subscriptions/S`, which Eventarc made. */
  subscription: string;
}

/** https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions */
const functionsSchema = z.object({
  functions: z
    .array(
      z.object({
        name: z.string(),
        eventTrigger: z
          .object({
            trigger: z.string().optional(),
            retryPolicy: z.string().optional(),
          })
          .optional(),
      }),
    )
    .default([]),
  nextPageToken: z.string().optional(),
  unreachable: z.array(z.string()).default([]),
});

/** https://cloud.google.com/eventarc/docs/reference/rest/v1/projects.locations.triggers */
const triggerSchema = z.object({
  transport: z.object({
    pubsub: z.object({ topic: z.string(), subscription: z.string() }),
  }),
});

/** Finds a function in whatever regions it is deployed; throws how to mend it where it is not. */
export async function findTriggers(
  rest: GoogleRest,
  project: string,
  functionId: string,
): Promise<DeployedTrigger[]> {
  const named = (await listFunctions(rest, project)).filter(({ name }) =>
    name.endsWith(`/functions/${functionId}`),
  );
  if (named.length === 0) {
    throw new OperatorError(
      `${functionId} is not deployed in ${project}: run \`npx firebase deploy --only functions --project ${project}\`.`,
    );
  }
  return Promise.all(
    named.map(async ({ name, eventTrigger }) => {
      const trigger = eventTrigger?.trigger;
      if (trigger === undefined) {
        throw new OperatorError(
          `${name} has no trigger, so its deployment did not end well: delete it with \`npx firebase functions:delete ${functionId} --project ${project}\` and deploy again.`,
        );
      }
      if (eventTrigger?.retryPolicy !== 'RETRY_POLICY_RETRY') {
        throw new OperatorError(
          `${name} does not retry, so it loses what fails: deploy it again with \`retry: true\`.`,
        );
      }
      const found = await rest.get('eventarc', `v1/${trigger}`, triggerSchema);
      if (found === undefined) {
        throw new OperatorError(
          `The trigger ${trigger} of ${name} is gone: delete the function with \`npx firebase functions:delete ${functionId} --project ${project}\` and deploy again.`,
        );
      }
      const { topic, subscription } = found.transport.pubsub;
      return { functionName: name, topic, subscription };
    }),
  );
}

async function listFunctions(rest: GoogleRest, project: string) {
  const found: z.infer<typeof functionsSchema>['functions'] = [];
  let pageToken: string | undefined;
  do {
    const query = new URLSearchParams({ pageSize: '1000', ...(pageToken && { pageToken }) });
    const path = `v2/projects/${project}/locations/-/functions?${query.toString()}`;
    const page = await rest.get('functions', path, functionsSchema);
    if (page === undefined) {
      throw new OperatorError(`The project ${project} was not found: see \`npx firebase use\`.`);
    }
    found.push(...page.functions);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return found;
}
