import { ApiError, notFound } from '../../api-error.js';
import type { Plane } from '../plane.js';
import { PROJECT_NUMBER } from '../project.js';
import { type Route, routesOf } from '../route.js';

/** Firebase's own: the project and its web apps, extensions, Auth's configuration. */
export function firebase(plane: Plane): Route[] {
  const route = routesOf('firebase.googleapis.com');
  const requireOwn = (id: string) => {
    if (id === plane.project.id || id === PROJECT_NUMBER) return;
    throw new ApiError(403, 'The caller does not have permission');
  };
  const app = { appId: '1:1:web:1', projectId: '', name: 'projects/p/webApps/1:1:web:1' };
  return [
    route('GET', /^\/v1beta1\/projects\/([^/:]+)$/, (_call, id = '') => {
      requireOwn(id);
      const { project } = plane;
      const [hostingSite] = project.sites.keys();
      const resources = { ...(hostingSite !== undefined && { hostingSite }) };
      return { projectId: project.id, projectNumber: project.number, state: 'ACTIVE', resources };
    }),
    route('GET', /\/projects\/([^/]+)\/adminSdkConfig$/, (_call, id = '') => {
      requireOwn(id);
      return { projectId: id, storageBucket: `${id}.firebasestorage.app` };
    }),
    route('GET', /\/projects\/[^/]+\/webApps$/, () => ({ apps: plane.project.webApps })),
    route('POST', /\/projects\/[^/]+\/webApps$/, ({ body }) => {
      const made = { ...app, projectId: plane.project.id, displayName: body.displayName };
      plane.project.webApps.push(made);
      return plane.operations.start('', () => made);
    }),
    route('GET', /\/webApps\/[^/]+\/config$/, () => ({
      projectId: plane.project.id,
      appId: app.appId,
      apiKey: 'no-key',
      authDomain: `${plane.project.id}.firebaseapp.com`,
    })),
    route('GET', /^\/v1beta1\/(operations\/.+)$/, (_call, name = '') =>
      plane.operations.look(name),
    ),
    routesOf('firebaseextensions.googleapis.com')('GET', /\/instances$/, () => ({ instances: [] })),
    routesOf('runtimeconfig.googleapis.com')('GET', /./, () => {
      throw notFound();
    }),
    routesOf('identitytoolkit.googleapis.com')(
      'GET',
      /^\/(?:admin\/)?v2\/projects\/[^/]+\/config$/,
      () => {
        if (plane.project.auth === undefined) throw notFound('CONFIGURATION_NOT_FOUND');
        return plane.project.auth;
      },
    ),
  ];
}
