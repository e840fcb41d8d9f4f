import { z } from 'zod';

import { GoogleError, type GoogleRest } from '../google/rest.js';
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

export interface Grant {
  /** `projects/P/topics/T` or `projects/P/subscriptions/S` */
  resource: string;
  role: 'roles/pubsub.publisher' | 'roles/pubsub.subscriber';
  /** `serviceAccount:…` */
  member: string;
}

/** The policy with the grant in it; `undefined` where it is in there already. */
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

/** How often a policy is read again because somebody else changed it meanwhile. */
const ATTEMPTS = 5;

/**
 * Adds one member to one role and leaves all other grants as they are. Resolves to whether that
 * changed anything; with `check` only says so.
 */
export async function grant(rest: GoogleRest, wanted: Grant, check: boolean): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    // Version 3 shows conditions: https://cloud.google.com/iam/docs/policies#versions
    const policy = await rest.get(
      'pubsub',
      `v1/${wanted.resource}:getIamPolicy?options.requestedPolicyVersion=3`,
      policySchema,
    );
    const changed = withGrant(policy ?? { bindings: [] }, wanted);
    if (changed === undefined) return false;
    if (check) return true;
    try {
      const body = { policy: changed };
      await rest.send('POST', 'pubsub', `v1/${wanted.resource}:setIamPolicy`, body, policySchema);
      return true;
    } catch (error) {
      if (!(error instanceof GoogleError)) throw error;
      if (error.status === 409 && attempt < ATTEMPTS) continue;
      if (error.status === 400) {
        throw new OperatorError(
          `${wanted.member} could not be granted ${wanted.role}: create Pub/Sub’s service agent with \`gcloud beta services identity create --service=pubsub.googleapis.com\` and run this again. (${error.message})`,
        );
      }
      throw error;
    }
  }
}
