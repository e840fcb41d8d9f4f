import { z } from 'zod';

import { GoogleError } from '../google/errors.js';
import type { Api, GoogleRest } from '../google/rest.js';
import { OperatorError } from '../../terminal/operator-error.js';

/** https://cloud.google.com/iam/docs/reference/rest/v1/Policy */
const policySchema = z.looseObject({
  version: z.number().optional(),
  etag: z.string().optional(),
  bindings: z
    .array(
      z.looseObject({
        role: z.string(),
        members: z.array(z.string()).default([]),
        condition: z.unknown().optional(),
      }),
    )
    .default([]),
});

export type Policy = z.infer<typeof policySchema>;

/** A resource with an IAM policy, and how to call its API. */
export interface Resource {
  api: Extract<Api, 'pubsub' | 'run' | 'resourceManager'>;
  /** `projects/P`, `projects/P/topics/T`, `projects/P/locations/R/services/S` */
  name: string;
}

export interface Grant {
  resource: Resource;
  /** `roles/pubsub.publisher` */
  role: string;
  /** `serviceAccount:…` */
  member: string;
}

/** The policy with the grant added; `undefined` if it has it already. */
export function withGrant(policy: Policy, { role, member }: Grant): Policy | undefined {
  const unconditional = policy.bindings.filter(
    (binding) => binding.role === role && binding.condition === undefined,
  );
  if (unconditional.some(({ members }) => members.includes(member))) return undefined;
  const [first] = unconditional;
  return {
    ...policy,
    bindings:
      first === undefined
        ? [...policy.bindings, { role, members: [member] }]
        : policy.bindings.map((binding) =>
            binding === first ? { ...binding, members: [...binding.members, member] } : binding,
          ),
  };
}

/** How often a policy is reread because somebody else changed it in between. */
const ATTEMPTS = 5;

/**
 * Adds one member to one role and leaves all other grants as they are. Resolves to whether that
 * changed anything; with `check`, whether it would. `undefined`: there is no such resource.
 */
export async function grant(
  rest: GoogleRest,
  wanted: Grant,
  check: boolean,
): Promise<boolean | undefined> {
  for (let attempt = 1; ; attempt += 1) {
    const policy = await readPolicy(rest, wanted.resource);
    if (policy === undefined) return undefined;
    const changed = withGrant(policy, wanted);
    if (changed === undefined) return false;
    if (check) return true;
    try {
      const { api, name } = wanted.resource;
      const path = `${VERSION[api]}/${name}:setIamPolicy`;
      await rest.send('POST', api, path, { policy: changed }, policySchema);
      return true;
    } catch (error) {
      if (!(error instanceof GoogleError)) throw error;
      if (error.status === 409 && attempt < ATTEMPTS) continue;
      if (error.status === 400 && wanted.member.includes('@gcp-sa-pubsub.')) {
        throw new OperatorError(
          `${wanted.member} could not be granted ${wanted.role}: create Pub/Sub’s service agent with \`gcloud beta services identity create --service=pubsub.googleapis.com --project ${wanted.resource.name.split('/')[1]}\` and run this again. (${error.message})`,
        );
      }
      throw error;
    }
  }
}

const VERSION = { pubsub: 'v1', run: 'v2', resourceManager: 'v1' } as const;

/** A policy with its conditions: https://cloud.google.com/iam/docs/policies#versions */
export function readPolicy(rest: GoogleRest, { api, name }: Resource): Promise<Policy | undefined> {
  const path = `${VERSION[api]}/${name}:getIamPolicy`;
  if (api === 'resourceManager') {
    const body = { options: { requestedPolicyVersion: 3 } };
    return rest.send('POST', api, path, body, policySchema);
  }
  return rest.get(api, `${path}?options.requestedPolicyVersion=3`, policySchema);
}
