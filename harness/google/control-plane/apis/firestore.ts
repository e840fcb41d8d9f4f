import { ApiError, notFound } from '../../api-error.js';
import type { Plane } from '../plane.js';
import { addDatabase, type Resource } from '../project.js';
import { type Route, routesOf } from '../route.js';

const DATABASE = /^\/v1\/(projects\/[^/]+\/databases\/[^/]+)$/;
const OPERATION = { gives: 'google.longrunning.Operation' };
const admin = (type: string) => `google.firestore.admin.v1.${type}`;

/** Databases, indexes and fields: https://firebase.google.com/docs/firestore/reference/rest */
export function firestore(plane: Plane): Route[] {
  const route = routesOf('firestore.googleapis.com');
  const operation = (name: string) => plane.operations.start(databaseOf(name), () => ({}));
  const requireDatabase = (name: string): Resource => {
    const found = plane.project.databases.get(databaseOf(name));
    if (found === undefined) throw notFound(`The database ${name} does not exist.`);
    return found;
  };
  const ofDatabase = (all: Map<string, Resource>, name: string) =>
    [...all.values()].filter((resource) => resource['name'].startsWith(`${name}/`));
  return [
    route('GET', /^\/v1\/projects\/[^/]+\/databases$/, () => ({
      databases: [...plane.project.databases.values()],
    })),
    route(
      'POST',
      /^\/v1\/projects\/[^/]+\/databases$/,
      ({ body, query }) => {
        const id = query.get('databaseId') ?? '';
        const name = `projects/${plane.project.id}/databases/${id}`;
        if (plane.project.databases.has(name)) throw new ApiError(409, 'Database already exists.');
        addDatabase(plane.project, id, body.locationId);
        return { ...operation(name), done: true, response: plane.project.databases.get(name) };
      },
      OPERATION,
    ),
    // The package's definition of a database is older than the API: it has no edition.
    route('GET', DATABASE, (_call, name = '') => requireDatabase(name)),
    route(
      'GET',
      /^\/v1\/(projects\/[^/]+\/databases\/[^/]+)\/collectionGroups\/-\/indexes$/,
      (_call, name = '') => {
        requireDatabase(name);
        return { indexes: ofDatabase(plane.project.indexes, name) };
      },
      { gives: admin('ListIndexesResponse') },
    ),
    route(
      'GET',
      /^\/v1\/(projects\/[^/]+\/databases\/[^/]+)\/collectionGroups\/-\/fields$/,
      (_call, name = '') => {
        requireDatabase(name);
        return { fields: ofDatabase(plane.project.fields, name) };
      },
      { gives: admin('ListFieldsResponse') },
    ),
    route(
      'POST',
      /^\/v1\/(projects\/[^/]+\/databases\/[^/]+\/collectionGroups\/[^/]+)\/indexes$/,
      ({ body }, group = '') => {
        requireDatabase(group);
        addIndex(plane, group, body);
        return operation(group);
      },
      { ...OPERATION, takes: admin('Index') },
    ),
    route(
      'PATCH',
      /^\/v1\/((projects\/[^/]+\/databases\/[^/]+)\/collectionGroups\/[^/]+\/fields\/.+)$/,
      ({ body, query }, name = '') => {
        requireDatabase(name);
        setField(plane, name, body, query.get('updateMask'));
        return operation(name);
      },
      { ...OPERATION, takes: admin('Field') },
    ),
    route(
      'GET',
      /^\/v1\/(projects\/.+\/operations\/.+)$/,
      (_call, name = '') => plane.operations.look(name),
      OPERATION,
    ),
  ];
}

function databaseOf(name: string): string {
  return name.split('/').slice(0, 4).join('/');
}

/** The rules of the API: two fields at least beside `__name__`, which it adds at the end. */
function addIndex(plane: Plane, group: string, { queryScope, fields }: Resource): void {
  const named = fields.filter(({ fieldPath }: Resource) => fieldPath !== '__name__');
  if (named.length < 2) {
    throw new ApiError(
      400,
      'this index is not necessary, configure using single field index controls',
    );
  }
  const same = [...plane.project.indexes.values()].some(
    (index) =>
      index['name'].startsWith(`${group}/`) &&
      JSON.stringify(index['fields'].slice(0, named.length)) === JSON.stringify(named),
  );
  if (same) throw new ApiError(409, 'index already exists');
  const name = `${group}/indexes/index-${plane.unique()}`;
  const end = { fieldPath: '__name__', order: named.at(-1).order ?? 'ASCENDING' };
  plane.project.indexes.set(name, { name, queryScope, fields: [...named, end], state: 'READY' });
}

function setField(plane: Plane, name: string, body: Resource, mask: string | null): void {
  const { indexes = [] } = body['indexConfig'] ?? {};
  const ttl =
    mask === null || mask.includes('ttlConfig')
      ? body['ttlConfig'] && { ttlConfig: { state: 'ACTIVE' } }
      : { ttlConfig: plane.project.fields.get(name)?.['ttlConfig'] };
  plane.project.fields.set(name, {
    name,
    indexConfig: {
      ...(indexes.length > 0 && {
        indexes: indexes.map((index: Resource) => Object.assign({}, index, { state: 'READY' })),
      }),
    },
    ...(ttl?.ttlConfig && ttl),
  });
}
