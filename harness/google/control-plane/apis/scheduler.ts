import { ApiError, notFound } from '../../api-error.js';
import type { Plane } from '../plane.js';
import { type Route, routesOf } from '../route.js';

/** The jobs of scheduled functions: https://cloud.google.com/scheduler/docs/reference/rest */
export function scheduler(plane: Plane): Route[] {
  const route = routesOf('cloudscheduler.googleapis.com');
  const find = (name: string) => {
    const found = plane.project.jobs.get(name);
    if (found === undefined) throw notFound();
    return found;
  };
  const job = /^\/v1\/(projects\/[^/]+\/locations\/[^/]+\/jobs\/[^/]+)$/;
  return [
    route('GET', job, (_call, name = '') => find(name)),
    route(
      'POST',
      /^\/v1\/projects\/[^/]+\/locations\/[^/]+\/jobs$/,
      ({ body: { name, ...rest } }) => {
        if (plane.project.jobs.has(name)) throw new ApiError(409, `Job ${name} already exists.`);
        if (rest.schedule === undefined) throw new ApiError(400, 'Schedule is required.');
        const account = rest.httpTarget?.oidcToken?.serviceAccountEmail;
        if (!plane.project.serviceAccounts.has(account)) {
          throw new ApiError(404, `Service account ${account} was not found.`);
        }
        const made = { ...rest, name, state: 'ENABLED' };
        plane.project.jobs.set(name, made);
        return made;
      },
    ),
    route('PATCH', job, ({ body }, name = '') => Object.assign(find(name), body)),
    route('DELETE', job, (_call, name = '') => {
      find(name);
      plane.project.jobs.delete(name);
      return {};
    }),
  ];
}
