import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import type { GoogleRest } from '../google/rest.js';

const serviceSchema = z.object({ state: z.string().optional() });

/** APIs that a deployment and the commands call before `firebase` has enabled any. */
export const FIRST_APIS = ['cloudresourcemanager', 'iam', 'pubsub'] as const;

/** APIs that the gateway runs on; `firebase deploy` enables them. */
export const ALL_APIS = [
  ...FIRST_APIS,
  'artifactregistry',
  'cloudbuild',
  'cloudfunctions',
  'cloudscheduler',
  'eventarc',
  'firebasehosting',
  'firebaserules',
  'firestore',
  'identitytoolkit',
  'run',
] as const;

export async function isEnabled(rest: GoogleRest, project: string, api: string): Promise<boolean> {
  const path = `v1/projects/${project}/services/${api}.googleapis.com`;
  return (await rest.get('serviceUsage', path, serviceSchema))?.state === 'ENABLED';
}

/** An API takes some seconds to answer after it is enabled. */
const SETTLING_MS = 10_000;

/** Enables those that are off; resolves to their names. */
export async function enableApis(
  rest: GoogleRest,
  project: string,
  apis: readonly string[],
): Promise<string[]> {
  const enabled: string[] = [];
  for (const api of apis) {
    if (await isEnabled(rest, project, api)) continue;
    const path = `v1/projects/${project}/services/${api}.googleapis.com:enable`;
    await rest.send('POST', 'serviceUsage', path, {}, z.looseObject({}));
    enabled.push(api);
  }
  if (enabled.length > 0) await sleep(SETTLING_MS);
  return enabled;
}
