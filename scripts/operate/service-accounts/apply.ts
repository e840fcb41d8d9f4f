import pRetry from 'p-retry';
import { z } from 'zod';

import { type DeployedFunction, idOf } from '../delivery-policy/deployed-functions.js';
import { GoogleError } from '../google/errors.js';
import { type GoogleRest, shortName } from '../google/rest.js';
import { type Grant, grant, type Resource } from '../iam/grant.js';
import type { Step } from '../step.js';
import { type ServiceAccount, serviceAccounts } from './accounts.js';

export interface ApplyOptions {
  rest: GoogleRest;
  project: string;
  /** The project's functions; one not deployed yet gets its grants when it is deployed. */
  functions: readonly DeployedFunction[];
  /** Changes nothing: the outcomes say what would be done. */
  check: boolean;
  onStep: (step: Step) => void;
}

const accountSchema = z.object({ email: z.string() });
const anything = z.looseObject({});

/**
 * Creates the accounts that the functions run as, and grants each only what it needs. Removes no
 * grant, and changes nothing that is already right. Missing topics are created, so
 * that there is something to grant; a deployment finds them there.
 */
export async function applyServiceAccounts(options: ApplyOptions): Promise<Step[]> {
  const { rest, project, functions, check } = options;
  const steps: Step[] = [];
  const step = (what: string, outcome: Step['outcome'], detail: string) => {
    steps.push({ what, outcome, detail });
    options.onStep({ what, outcome, detail });
  };

  for (const account of serviceAccounts(project)) {
    const isNew = await makeAccount(account);
    for (const role of account.roles) {
      await granted(account, { api: 'resourceManager', name: `projects/${project}` }, role, isNew);
    }
    for (const { kind, name, role } of account.on) {
      if (kind === 'topic') await makeTopic(name);
      for (const resource of resourcesOf(kind, name)) await granted(account, resource, role, isNew);
    }
  }
  return steps;

  async function makeAccount({ email, displayName }: ServiceAccount): Promise<boolean> {
    const path = `v1/projects/${project}/serviceAccounts`;
    const found = await rest.get('iam', `${path}/${email}`, accountSchema);
    if (found === undefined && !check) {
      const [accountId] = email.split('@');
      const body = { accountId, serviceAccount: { displayName } };
      await rest.send('POST', 'iam', path, body, accountSchema);
    }
    step(`account ${email}`, found === undefined ? 'created' : 'unchanged', displayName);
    return found === undefined;
  }

  async function makeTopic(topic: string): Promise<void> {
    const path = `v1/projects/${project}/topics/${topic}`;
    if ((await rest.get('pubsub', path, anything)) !== undefined) return;
    if (!check) await rest.send('PUT', 'pubsub', path, {}, anything);
    step(`topic ${topic}`, 'created', 'for what accounts may do with it');
  }

  function resourcesOf(kind: string, name: string): Resource[] {
    if (kind !== 'function') {
      return [{ api: 'pubsub', name: `projects/${project}/${kind}s/${name}` }];
    }
    return functions.flatMap((deployed) => {
      const { service } = deployed.serviceConfig;
      return idOf(deployed) === name && service !== undefined
        ? [{ api: 'run', name: service }]
        : [];
    });
  }

  async function granted(
    { email }: ServiceAccount,
    resource: Resource,
    role: string,
    isNew: boolean,
  ): Promise<void> {
    const wanted = { resource, role, member: `serviceAccount:${email}` };
    const changed = check && isNew ? true : await grantOnceKnown(rest, wanted, check);
    // A subscription that does not exist yet is created, with its grant, at the end of a deployment.
    if (changed === undefined) return;
    const what = `${role.replace('roles/', '')} on ${shortName(resource.name)}`;
    step(what, changed ? 'changed' : 'unchanged', `granted to ${email.split('@')[0]}`);
  }
}

/** IAM may take some seconds to know a new account: https://cloud.google.com/iam/docs/access-change-propagation */
const WHILE_UNKNOWN = { retries: 5, minTimeout: 1_000, factor: 2 } as const;

function grantOnceKnown(
  rest: GoogleRest,
  wanted: Grant,
  check: boolean,
): Promise<boolean | undefined> {
  return pRetry(() => grant(rest, wanted, check), {
    ...WHILE_UNKNOWN,
    shouldRetry: ({ error }) =>
      error instanceof GoogleError && /does not exist/.test(error.message),
  });
}
