import { listFunctions, requireFunction } from '../delivery-policy/deployed-functions.js';
import { findTriggers } from '../delivery-policy/triggers.js';
import { type GoogleRest, shortName } from '../google/rest.js';
import { OperatorError } from '../../terminal/operator-error.js';

/** Names of the subscriptions that Eventarc created for a function, in one region or in all. */
export async function findSubscriptions(
  rest: GoogleRest,
  project: string,
  functionId: string,
  region?: string,
): Promise<string[]> {
  const functions = await listFunctions(rest, project);
  const all = await findTriggers(rest, requireFunction(functions, project, functionId));
  const triggers = all.filter(
    ({ functionName }) => region === undefined || functionName.includes(`/locations/${region}/`),
  );
  if (triggers.length === 0) {
    throw new OperatorError(`${functionId} is not deployed in the region ${region}.`);
  }
  return triggers.map(({ subscription }) => shortName(subscription)).toSorted();
}

/** `"S1", "S2"`: as arguments of `one_of` in a filter of Cloud Monitoring. */
export function oneOfArguments(names: string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
