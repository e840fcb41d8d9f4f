import { z } from 'zod';

import { CODEBASE } from '../../codebase.js';
import type { GoogleRest } from '../google/rest.js';
import { OperatorError } from '../../terminal/operator-error.js';

/** https://cloud.google.com/functions/docs/reference/rest/v2/projects.locations.functions */
const functionSchema = z.object({
  /** `projects/P/locations/R/functions/F` */
  name: z.string(),
  state: z.string().optional(),
  url: z.string().optional(),
  labels: z.record(z.string(), z.string()).default({}),
  buildConfig: z.object({ runtime: z.string().optional() }).default({}),
  serviceConfig: z
    .object({
      /** Its Cloud Run service: `projects/P/locations/R/services/f` */
      service: z.string().optional(),
      serviceAccountEmail: z.string().optional(),
      ingressSettings: z.string().optional(),
      maxInstanceCount: z.number().optional(),
      minInstanceCount: z.number().optional(),
      availableCpu: z.string().optional(),
    })
    .default({}),
  eventTrigger: z
    .object({
      trigger: z.string().optional(),
      retryPolicy: z.string().optional(),
      pubsubTopic: z.string().optional(),
    })
    .optional(),
});

export type DeployedFunction = z.infer<typeof functionSchema>;

const pageSchema = z.object({
  functions: z.array(functionSchema).default([]),
  nextPageToken: z.string().optional(),
});

/** All functions of a project, in every region, other applications' among them. */
export async function listFunctions(
  rest: GoogleRest,
  project: string,
): Promise<DeployedFunction[]> {
  const found: DeployedFunction[] = [];
  let pageToken: string | undefined;
  do {
    const query = new URLSearchParams({ pageSize: '1000', ...(pageToken && { pageToken }) });
    const path = `v2/projects/${project}/locations/-/functions?${query.toString()}`;
    const page = await rest.get('functions', path, pageSchema);
    if (page === undefined) {
      throw new OperatorError(
        `The project ${project} was not found: \`npx firebase projects:list\` shows yours.`,
      );
    }
    found.push(...page.functions);
    pageToken = page.nextPageToken;
  } while (pageToken);
  return found;
}

/** `projects/P/locations/R/functions/F` → `F` */
export function idOf({ name }: DeployedFunction): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/** For a person: `processLogs (us-central1) of P`. */
export function describeFunction({ name }: DeployedFunction): string {
  const [, project, , region, , id] = name.split('/');
  return `${id} (${region}) of ${project}`;
}

/** The functions with one id, in any region; throws with the fix if there is none. */
export function requireFunction(
  functions: readonly DeployedFunction[],
  project: string,
  id: string,
): DeployedFunction[] {
  const found = functions.filter((deployed) => idOf(deployed) === id);
  if (found.length > 0) return found;
  throw new OperatorError(
    `${id} is not deployed in ${project}: run \`npx firebase deploy --only functions --project ${project}\`.`,
  );
}

/** https://github.com/firebase/firebase-tools: where a deployment writes down whose a function is */
const LABEL = 'firebase-functions-codebase';

/** Those deployed from this repository. */
export function ourFunctions(functions: readonly DeployedFunction[]): DeployedFunction[] {
  return functions.filter(({ labels }) => labels[LABEL] === CODEBASE);
}
