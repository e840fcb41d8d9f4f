import { ApiError, notFound } from '../../api-error.js';
import type { Plane } from '../plane.js';
import { readPolicy, writePolicy } from '../policies.js';
import { PROJECT_NUMBER } from '../project.js';
import { type Route, routesOf } from '../route.js';

/** Resource Manager, Service Usage, IAM, billing: what a project is and who may do what in it. */
export function projects(plane: Plane): Route[] {
  const manager = routesOf('cloudresourcemanager.googleapis.com');
  const usage = routesOf('serviceusage.googleapis.com');
  const iam = routesOf('iam.googleapis.com');
  const policyName = () => `projects/${plane.project.id}`;
  const requireOwn = (id: string) => {
    if (id === plane.project.id || id === PROJECT_NUMBER) return;
    throw new ApiError(403, 'The caller does not have permission');
  };
  return [
    manager('GET', /^\/v1\/projects\/([^/:]+)$/, (_call, id = '') => {
      requireOwn(id);
      const { project } = plane;
      return { projectNumber: project.number, projectId: project.id, lifecycleState: 'ACTIVE' };
    }),
    manager('POST', /^\/v1\/projects\/([^/]+):testIamPermissions$/, ({ body }, id = '') => {
      requireOwn(id);
      const { missingPermissions } = plane.faults;
      return {
        permissions: body.permissions.filter((name: string) => !missingPermissions.includes(name)),
      };
    }),
    manager(
      'POST',
      /^\/v1\/projects\/([^/]+):getIamPolicy$/,
      (_call, id = '') => {
        requireOwn(id);
        return readPolicy(plane, policyName());
      },
      { gives: 'google.iam.v1.Policy' },
    ),
    manager(
      'POST',
      /^\/v1\/projects\/([^/]+):setIamPolicy$/,
      ({ body }, id = '') => {
        requireOwn(id);
        return writePolicy(plane, policyName(), body.policy);
      },
      { takes: 'google.iam.v1.SetIamPolicyRequest', gives: 'google.iam.v1.Policy' },
    ),
    usage('GET', /^\/v1\/(projects\/[^/]+\/services\/([^/:]+))$/, (_call, name = '', api = '') => ({
      name,
      state: plane.project.apis.has(api) ? 'ENABLED' : 'DISABLED',
    })),
    usage('POST', /^\/v1\/projects\/[^/]+\/services\/([^/:]+):enable$/, (_call, api = '') => {
      if (!plane.project.hasBilling && /cloudbuild|cloudfunctions|run\.|artifact/.test(api)) {
        throw new ApiError(
          400,
          `Billing must be enabled for activation of service(s) '${api}' to proceed.`,
          'FAILED_PRECONDITION',
        );
      }
      plane.project.apis.add(api);
      return { name: `operations/acf.${plane.unique()}`, done: true, response: {} };
    }),
    usage('POST', /:generateServiceIdentity$/, () => ({
      name: `operations/finished.${plane.unique()}`,
      done: true,
      response: {},
    })),
    iam('POST', /:testIamPermissions$/, ({ body }) => ({ permissions: body.permissions })),
    iam('GET', /^\/v1\/projects\/[^/]+\/serviceAccounts\/([^/]+)$/, (_call, email = '') => {
      const found = plane.project.serviceAccounts.get(email);
      if (found === undefined) throw notFound(`Service account ${email} does not exist.`);
      return found;
    }),
    iam('POST', /^\/v1\/projects\/[^/]+\/serviceAccounts$/, ({ body }) => {
      if (!/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(body.accountId))
        throw new ApiError(400, 'Invalid id');
      const email = `${body.accountId}@${plane.project.id}.iam.gserviceaccount.com`;
      if (plane.project.serviceAccounts.has(email))
        throw new ApiError(409, `${email} already exists`);
      const name = `projects/${plane.project.id}/serviceAccounts/${email}`;
      plane.project.serviceAccounts.set(email, { name, email, ...body.serviceAccount });
      return plane.project.serviceAccounts.get(email);
    }),
    routesOf('cloudbilling.googleapis.com')('GET', /billingInfo$/, ({ path }) => ({
      name: path.slice(4),
      projectId: plane.project.id,
      billingEnabled: plane.project.hasBilling,
    })),
    routesOf('compute.googleapis.com')('GET', /^\/compute\/v1\/projects\/[^/]+$/, () => ({
      defaultServiceAccount: `${PROJECT_NUMBER}-compute@developer.gserviceaccount.com`,
    })),
  ];
}
