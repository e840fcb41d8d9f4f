import { createHash } from 'node:crypto';

import { ApiError } from '../api-error.js';
import type { Plane } from './plane.js';
import type { Policy } from './project.js';

/** A resource's policy, with the etag that a change of it has to name. */
export function readPolicy({ project }: Plane, resource: string): Policy {
  const policy = project.policies.get(resource) ?? {};
  return { ...policy, etag: etagOf(policy) };
}

/** Refuses what IAM does: a stale etag, and members that an organisation's policy forbids. */
export function writePolicy(plane: Plane, resource: string, wanted: Policy): Policy {
  const { project, faults } = plane;
  const { etag, ...policy } = wanted;
  // The CLI sends an empty one: whatever the policy is.
  if (etag && etag !== etagOf(project.policies.get(resource) ?? {})) {
    throw new ApiError(409, 'There were concurrent policy changes. Please retry.', 'ABORTED');
  }
  const members = (policy.bindings ?? []).flatMap((binding) => binding.members);
  if (faults.refuseAllUsers && members.includes('allUsers')) {
    throw new ApiError(
      400,
      'One or more users named in the policy do not belong to a permitted customer, perhaps due to an organization policy.',
      'FAILED_PRECONDITION',
    );
  }
  for (const member of members) {
    const [, email] = /^serviceAccount:(.+@[^@]+\.iam\.gserviceaccount\.com)$/.exec(member) ?? [];
    const isOfProject = email?.endsWith(`@${project.id}.iam.gserviceaccount.com`) === true;
    if (isOfProject && !project.serviceAccounts.has(email ?? '')) {
      throw new ApiError(400, `Service account ${email} does not exist.`);
    }
  }
  project.policies.set(resource, policy);
  return readPolicy(plane, resource);
}

function etagOf({ etag: _etag, ...policy }: Policy): string {
  return createHash('sha256').update(JSON.stringify(policy)).digest('base64').slice(0, 12);
}
