import type { ControlPlane } from '../google/control-plane/control-plane.js';
import type { Resource } from '../google/control-plane/project.js';

/** A deployed function by its id; throws where it is not exactly one. */
export function functionOf({ project }: ControlPlane, id: string): Resource {
  const found = [...project.functions.values()].filter(({ name }) => name.endsWith(`/${id}`));
  if (found.length !== 1 || found[0] === undefined)
    throw new Error(`${found.length} are called ${id}`);
  return found[0];
}

/** The roles on a resource and their members: `roles/pubsub.publisher serviceAccount:…`, sorted. */
export function grantsOn({ project }: ControlPlane, resource: string): string[] {
  const { bindings = [] } = project.policies.get(resource) ?? {};
  return bindings
    .flatMap(({ role, members }) => members.map((member) => `${role} ${member}`))
    .toSorted();
}

/** The subscription that Eventarc made for a function. */
export function subscriptionOf(google: ControlPlane, id: string): Resource {
  const { trigger } = functionOf(google, id)['eventTrigger'];
  const { subscription } = google.project.triggers.get(trigger)?.['transport'].pubsub ?? {};
  return google.project.subscriptions.get(subscription) ?? {};
}

/** Calls that changed something, but for tokens, statistics and what the CLI always sends. */
export function changesOf({ calls }: ControlPlane): string[] {
  return calls
    .filter(({ method, path, host, status }) => {
      const reads =
        method === 'GET' ||
        /:(getIamPolicy|testIamPermissions|test|generateServiceIdentity|generateUploadUrl)$/.test(
          path,
        );
      return !reads && status < 400 && !path.endsWith('token') && !/analytics/.test(host);
    })
    .map(({ method, host, path }) => `${method} ${host}${path}`);
}

/** The version of a site that visitors see. */
export function liveSite({ project }: ControlPlane, site: string): Resource {
  return project.siteVersions.get(project.liveVersions.get(site) ?? '') ?? {};
}
