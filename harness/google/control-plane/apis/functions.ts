import { ApiError, notFound } from '../../api-error.js';
import type { Plane } from '../plane.js';
import { PROJECT_NUMBER, type Resource } from '../project.js';
import { type Route, routesOf } from '../route.js';
import { addTrigger, removeTrigger } from './eventarc.js';

const FUNCTION = 'google.cloud.functions.v2.Function';
const OPERATION = 'google.longrunning.Operation';

/** The account of a function that names none: https://cloud.google.com/functions/docs/securing/function-identity */
const DEFAULT_ACCOUNT = `${PROJECT_NUMBER}-compute@developer.gserviceaccount.com`;

/** https://cloud.google.com/functions/docs/reference/rest, of both generations as the CLI asks them. */
export function functions(plane: Plane): Route[] {
  const route = routesOf('cloudfunctions.googleapis.com');
  const find = (name: string): Resource => {
    const found = plane.project.functions.get(name);
    if (found === undefined) throw notFound();
    return found;
  };
  return [
    route('GET', /^\/v1\/projects\/[^/]+\/locations\/-\/functions$/, () => ({ functions: [] })),
    route(
      'GET',
      /^\/v2\/projects\/([^/]+)\/locations\/-\/functions$/,
      (_call, id = '') => {
        if (id !== plane.project.id) throw new ApiError(403, `Permission denied on '${id}'`);
        return { functions: [...plane.project.functions.values()] };
      },
      { gives: 'google.cloud.functions.v2.ListFunctionsResponse' },
    ),
    route(
      'POST',
      /^\/v2\/(projects\/[^/]+\/locations\/[^/]+)\/functions:generateUploadUrl$/,
      () => {
        const bucket = `gcf-v2-uploads-${PROJECT_NUMBER}`;
        const object = `source-${plane.unique()}.zip`;
        const uploadUrl = `https://storage.googleapis.com/${bucket}/${object}?Signature=s`;
        return { uploadUrl, storageSource: { bucket, object } };
      },
      { gives: 'google.cloud.functions.v2.GenerateUploadUrlResponse' },
    ),
    route(
      'POST',
      /^\/v2\/(projects\/[^/]+\/locations\/[^/]+)\/functions$/,
      ({ body, query }, parent = '') => {
        const name = `${parent}/functions/${query.get('functionId')}`;
        if (plane.project.functions.has(name)) throw new ApiError(409, `${name} exists`);
        requireParts(plane, body);
        plane.project.functions.set(name, { ...body, name });
        return plane.operations.start(parent, () => settle(plane, name));
      },
      { takes: FUNCTION, gives: OPERATION },
    ),
    route(
      'PATCH',
      /^\/v2\/((projects\/[^/]+\/locations\/[^/]+)\/functions\/[^/]+)$/,
      ({ body, query }, name = '', parent = '') => {
        requireParts(plane, body);
        const target = find(name);
        for (const field of (query.get('updateMask') ?? '').split(','))
          copyField(target, body, field);
        return plane.operations.start(parent, () => settle(plane, name));
      },
      { takes: FUNCTION, gives: OPERATION },
    ),
    route(
      'DELETE',
      /^\/v2\/((projects\/[^/]+\/locations\/[^/]+)\/functions\/[^/]+)$/,
      (_call, name = '', parent = '') => {
        const { eventTrigger, serviceConfig } = find(name);
        removeTrigger(plane, eventTrigger?.trigger);
        plane.project.services.delete(serviceConfig?.service);
        plane.project.policies.delete(serviceConfig?.service);
        plane.project.functions.delete(name);
        return plane.operations.start(parent, () => ({}));
      },
      { gives: OPERATION },
    ),
    route(
      'GET',
      /^\/v2\/(projects\/[^/]+\/locations\/[^/]+\/functions\/[^/]+)$/,
      (_call, name = '') => find(name),
      { gives: FUNCTION },
    ),
    route(
      'GET',
      /^\/v2\/(projects\/.+\/operations\/.+)$/,
      (_call, name = '') => plane.operations.look(name),
      { gives: OPERATION },
    ),
  ];
}

/** Refuses what Cloud Run would: a missing account, more processors than the quota. */
function requireParts({ project }: Plane, { serviceConfig = {}, eventTrigger }: Resource): void {
  for (const account of [serviceConfig.serviceAccountEmail, eventTrigger?.serviceAccountEmail]) {
    const isOwn = String(account).endsWith(`@${project.id}.iam.gserviceaccount.com`);
    if (isOwn && !project.serviceAccounts.has(account)) {
      throw new ApiError(400, `Service account ${account} was not found.`);
    }
  }
  if ((serviceConfig.maxInstanceCount ?? 100) > MOST_INSTANCES) {
    throw new ApiError(
      400,
      `Max instances must be set to ${MOST_INSTANCES} or fewer in order to set the requested total CPU.`,
    );
  }
}

/** Of one processor, in a new project: 20 processors a region, https://cloud.google.com/run/quotas */
const MOST_INSTANCES = 20;

/** Adds what the API adds to a function once it is built. */
function settle(plane: Plane, name: string): Resource {
  const created = plane.project.functions.get(name) ?? {};
  const [, id, , region = '', , functionId = ''] = name.split('/');
  const service = functionId.toLowerCase();
  const resource = `projects/${id}/locations/${region}/services/${service}`;
  const config = created['serviceConfig'];
  for (const [key, value] of Object.entries(config)) if (value === null) delete config[key];
  config.service = resource;
  config.uri = `https://${service}-${PROJECT_NUMBER}.${region}.run.app`;
  config.serviceAccountEmail ??= DEFAULT_ACCOUNT;
  config.ingressSettings ??= 'ALLOW_ALL';
  config.allTrafficOnLatestRevision = true;
  Object.assign(created, {
    state: 'ACTIVE',
    environment: 'GEN_2',
    url: `https://${region}-${id}.cloudfunctions.net/${functionId}`,
    updateTime: new Date().toISOString(),
  });
  plane.project.services.set(resource, plane.project.services.get(resource) ?? { name: resource });
  if (created['eventTrigger'] && !created['eventTrigger'].trigger)
    addTrigger(plane, created, region);
  return created;
}

function copyField(target: Resource, from: Resource, mask: string): void {
  const path = mask.split('.');
  const last = path.pop() ?? '';
  for (const key of path) {
    target = target[key] ??= {};
    from = from?.[key] ?? {};
  }
  if (from[last] === undefined || from[last] === null) delete target[last];
  else target[last] = from[last];
}
