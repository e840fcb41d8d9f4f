import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import type { GoogleRest } from '../google/rest.js';
import { OperatorError } from '../../terminal/operator-error.js';
import type { Step } from '../step.js';
import type { Place } from './beside.js';

const databaseSchema = z.object({ locationId: z.string(), type: z.string() });
const anything = z.looseObject({});

/** A database takes some seconds to create. */
const LOOKS = 30;

/** Creates the gateway's own database. */
export async function makeDatabase(
  rest: GoogleRest,
  { project, database }: Place,
  location: string,
): Promise<Step> {
  const path = `v1/projects/${project}/databases`;
  const what = `database ${database}`;
  const read = () => rest.get('firestore', `${path}/${database}`, databaseSchema);
  const found = await read();
  if (found?.type === 'DATASTORE_MODE') {
    throw new OperatorError(
      `The database ${database} of ${project} is in Datastore mode: name another with --database.`,
    );
  }
  if (found !== undefined) return { what, outcome: 'unchanged', detail: `in ${found.locationId}` };
  const body = { locationId: location, type: 'FIRESTORE_NATIVE' };
  await rest.send('POST', 'firestore', `${path}?databaseId=${database}`, body, anything);
  for (let look = 0; look < LOOKS && (await read()) === undefined; look += 1) await sleep(2_000);
  return { what, outcome: 'created', detail: `in ${location}` };
}

/** Creates the gateway's own site. */
export async function makeSite(rest: GoogleRest, { project, site }: Place): Promise<Step> {
  const path = `v1beta1/projects/${project}/sites`;
  const detail = `https://${site}.web.app`;
  const found = await rest.get('hosting', `${path}/${site}`, anything);
  if (found !== undefined) return { what: `site ${site}`, outcome: 'unchanged', detail };
  await rest.send('POST', 'hosting', `${path}?siteId=${site}`, {}, anything);
  return { what: `site ${site}`, outcome: 'created', detail };
}
