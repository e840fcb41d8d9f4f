import { notFound } from '../../api-error.js';
import type { Plane } from '../plane.js';
import { readPolicy, writePolicy } from '../policies.js';
import { type Route, routesOf } from '../route.js';

/** Cloud Run's services of functions: https://cloud.google.com/run/docs/reference/rest */
export function run(plane: Plane): Route[] {
  const route = routesOf('run.googleapis.com');
  const policy = { gives: 'google.iam.v1.Policy' };
  return [
    route(
      'GET',
      /^\/v2\/(projects\/[^/]+\/locations\/[^/]+\/services\/[^/:]+)$/,
      (_call, name = '') => {
        const found = plane.project.services.get(name);
        if (found === undefined) throw notFound();
        return found;
      },
      { gives: 'google.cloud.run.v2.Service' },
    ),
    route(
      'GET',
      /^\/v[12]\/(projects\/.+\/services\/[^/]+):getIamPolicy$/,
      (_call, name = '') => readPolicy(plane, name),
      policy,
    ),
    route(
      'POST',
      /^\/v[12]\/(projects\/.+\/services\/[^/]+):setIamPolicy$/,
      ({ body }, name = '') => writePolicy(plane, name, body.policy),
      { ...policy, takes: 'google.iam.v1.SetIamPolicyRequest' },
    ),
  ];
}
