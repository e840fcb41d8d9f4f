import { ApiError, notFound } from '../../api-error.js';
import type { Plane } from '../plane.js';
import { addSite } from '../project.js';
import { type Route, routesOf } from '../route.js';

/** https://firebase.google.com/docs/reference/hosting/rest */
export function hosting(plane: Plane): Route[] {
  const route = routesOf('firebasehosting.googleapis.com');
  const uploads = routesOf('upload-firebasehosting.googleapis.com');
  const known = new Set<string>();
  const version = (name: string) => {
    const found = plane.project.siteVersions.get(name);
    if (found === undefined) throw notFound();
    return found;
  };
  return [
    route('GET', /^\/v1beta1\/projects\/[^/]+\/sites$/, () => ({
      sites: [...plane.project.sites.values()],
    })),
    route('POST', /^\/v1beta1\/projects\/[^/]+\/sites$/, ({ query }) => {
      const id = query.get('siteId') ?? '';
      if (plane.project.sites.has(id)) throw new ApiError(409, 'Requested entity already exists');
      return addSite(plane.project, id, 'USER_SITE');
    }),
    route('GET', /^\/v1beta1\/projects\/[^/]+\/sites\/([^/]+)$/, (_call, id = '') => {
      const found = plane.project.sites.get(id);
      if (found === undefined) throw notFound();
      return found;
    }),
    route(
      'POST',
      /^\/v1beta1\/(?:projects\/[^/]+\/)?sites\/([^/]+)\/versions$/,
      ({ body }, id = '') => {
        const name = `sites/${id}/versions/v${plane.unique()}`;
        plane.project.siteVersions.set(name, { name, files: {}, ...body });
        return version(name);
      },
    ),
    route('POST', /(sites\/[^/]+\/versions\/[^/:]+):populateFiles$/, ({ body }, name = '') => {
      Object.assign(version(name)['files'], body.files);
      const hashes = Object.values(body.files as Record<string, string>);
      const uploadRequiredHashes = hashes.filter((hash) => !known.has(hash));
      for (const hash of hashes) known.add(hash);
      const uploadUrl = `https://upload-firebasehosting.googleapis.com/upload/${name}/files`;
      return { uploadRequiredHashes, uploadUrl };
    }),
    route('PATCH', /(sites\/[^/]+\/versions\/[^/:]+)$/, ({ body }, name = '') =>
      Object.assign(version(name), body),
    ),
    route('POST', /sites\/([^/]+)\/channels\/live\/releases$/, ({ query }, id = '') => {
      const name = query.get('versionName') ?? '';
      plane.project.liveVersions.set(id, name);
      return { name: `sites/${id}/releases/r${plane.unique()}`, version: version(name) };
    }),
    route('GET', /sites\/([^/]+)\/channels\/live$/, (_call, id = '') => {
      const live = plane.project.liveVersions.get(id);
      return {
        name: `sites/${id}/channels/live`,
        ...(live !== undefined && { release: { version: version(live) } }),
      };
    }),
    route('GET', /sites\/[^/]+\/domains$/, () => ({ domains: [] })),
    uploads('POST', /^\/upload\/sites\/.+$/, () => ({})),
  ];
}
