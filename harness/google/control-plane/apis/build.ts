import type { Plane } from '../plane.js';
import { type Route, routesOf } from '../route.js';

/** Where the functions' sources go to, and where what is built from them is kept. */
export function build(plane: Plane): Route[] {
  const artifacts = routesOf('artifactregistry.googleapis.com');
  const repository = (name: string) =>
    plane.project.repositories.get(name) ?? { name, format: 'DOCKER' };
  return [
    routesOf('storage.googleapis.com')('PUT', /\/([^/]+\.zip)$/, ({ raw }, object = '') => {
      plane.project.uploads.set(object, raw);
      return {};
    }),
    artifacts('GET', /^\/v1\/(projects\/.+\/repositories\/[^/]+)$/, (_call, name = '') =>
      repository(name),
    ),
    artifacts(
      'PATCH',
      /^\/v1(?:beta2)?\/(projects\/.+\/repositories\/[^/]+)$/,
      ({ body }, name = '') => {
        plane.project.repositories.set(name, { ...repository(name), ...body, name });
        return repository(name);
      },
    ),
    artifacts('DELETE', /./, () => ({ name: 'operations/deleted', done: true, response: {} })),
  ];
}
