import { z } from 'zod';

import {
  type DeployedFunction,
  describeFunction,
  idOf,
} from '../delivery-policy/deployed-functions.js';
import { type GoogleRest, shortName } from '../google/rest.js';
import { readPolicy } from '../iam/grant.js';

const serviceSchema = z.object({ invokerIamDisabled: z.boolean().optional() });

/**
 * Functions that clients call, but to which Cloud Run admits nobody. `firebase` lets `allUsers` call
 * a function when creating it, and never again: if an organisation's policy refused that once, the
 * next deployment says "complete" while every client gets 403.
 */
export async function findRefused(
  rest: GoogleRest,
  functions: readonly DeployedFunction[],
): Promise<DeployedFunction[]> {
  const refused: DeployedFunction[] = [];
  for (const deployed of functions) {
    const { service } = deployed.serviceConfig;
    if (!isForClients(deployed) || service === undefined) continue;
    const policy = await readPolicy(rest, { api: 'run', name: service });
    const isPublic = policy?.bindings.some(
      ({ role, members }) => role === 'roles/run.invoker' && members.includes('allUsers'),
    );
    if (isPublic) continue;
    // The other way to let everyone in, which no domain restriction policy refuses.
    const found = await rest.get('run', `v2/${service}`, serviceSchema);
    if (found?.invokerIamDisabled !== true) refused.push(deployed);
  }
  return refused;
}

/** `firebase` labels the functions that Cloud Scheduler calls. */
function isForClients({ eventTrigger, labels }: DeployedFunction): boolean {
  return eventTrigger === undefined && labels['deployment-scheduled'] !== 'true';
}

/** How a person lets clients in again. */
export function explainRefused(project: string, refused: readonly DeployedFunction[]): string {
  const commands = refused.map(({ serviceConfig: { service = '' } }) => {
    const [, , , region] = service.split('/');
    return `  gcloud run services update ${shortName(service)} --no-invoker-iam-check --region ${region} --project ${project}`;
  });
  return [
    `Nobody can call ${refused.map(idOf).join(', ')} of ${project}: clients get 403 from Cloud Run, before the gateway sees them. Most likely a policy of your organisation (iam.allowedPolicyMemberDomains) refused to let "allUsers" call ${describeFunction(refused[0] as DeployedFunction)}. Callers show an API key or a token of Firebase Auth to the functions themselves, so this check can go:`,
    ...commands,
    'If run.managed.requireInvokerIam forbids that too, ask whoever sets the policies for an exception for this project. Then check again with `npm run doctor`.',
  ].join('\n');
}
